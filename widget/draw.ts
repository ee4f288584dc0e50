/** The few strokes that loader and panel draw with, in the page's shadow root. */

export function styled(root: ShadowRoot, css: string) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)
}

/** Replaces what was in `parent`. */
export function icon(parent: Element, size: number, path: string) {
  const make = (name: string, attributes: Record<string, string | number>) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`)
    return made
  }
  const svg = make('svg', { viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' })
  svg.append(make('path', { d: path }))
  parent.querySelector('svg')?.remove()
  parent.prepend(svg)
}
