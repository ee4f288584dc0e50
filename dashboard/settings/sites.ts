/** The sites in a text, one per line; of a pasted address its site is kept. */
export function sitesFrom(text: string): string[] {
  const lines = text.split('\n').map(line => line.trim())
  return [...new Set(lines.filter(line => line !== '').map(siteOf))]
}

function siteOf(line: string): string {
  const url = URL.canParse(line) ? new URL(line) : undefined
  return url && /^https?:$/.test(url.protocol) ? url.origin : line
}

/** Why a line is not the address of a site; nothing when it is. */
export function siteProblem(site: string): string | undefined {
  return /^https?:\/\/[^\s/?#@]+$/i.test(site)
    ? undefined
    : `“${site}” is not the address of a site: write it like https://www.example.com`
}
