/** The addresses in a text, one per line, as they are kept. */
export function sitesFrom(text: string): string[] {
  const lines = text.split('\n').map(line => line.trim().replace(/\/+$/, ''))
  return [...new Set(lines.filter(line => line !== ''))]
}

/** Why a line is not the address of a site; nothing when it is. */
export function siteProblem(site: string): string | undefined {
  return /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(site)
    ? undefined
    : `“${site}” is not the address of a site: write it like https://www.example.com`
}
