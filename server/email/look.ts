/**
 * How emails look: the product's tokens (dashboard/ui/tokens.css) as colours that mail programs know. Light ones stand
 * in each element, since some programs drop a style sheet; dark ones in the sheet, for those that follow the reader's
 * setting.
 */
const colours = {
  ground: ['#f5f6f9', '#0e0f13'],
  surface: ['#ffffff', '#16171b'],
  sunken: ['#f1f2f6', '#202127'],
  line: ['#e4e6ea', '#282a30'],
  text: ['#1a1c26', '#edeef2'],
  soft: ['#4d4f5a', '#b8bac2'],
  faint: ['#666872', '#999ba4'],
  accent: ['#555de3', '#5b66e4'],
  link: ['#484dd2', '#a1b1ff'],
} as const

export const colour = Object.fromEntries(Object.entries(colours).map(([name, [light]]) => [name, light])) as {
  [name in keyof typeof colours]: string
}

export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
export const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, monospace"

const dark = (name: keyof typeof colours): string => colours[name][1]

/** Classes only where something changes with the dark or with a phone. */
export const sheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; }
@media (max-width: 480px) {
  .outside { padding: 0 !important; }
  .card { padding: 24px 20px !important; border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .foot { padding: 16px 20px !important; }
}
@media (prefers-color-scheme: dark) {
  .ground { background-color: ${dark('ground')} !important; }
  .card { background-color: ${dark('surface')} !important; border-color: ${dark('line')} !important; }
  .text { color: ${dark('text')} !important; }
  .soft { color: ${dark('soft')} !important; }
  .faint { color: ${dark('faint')} !important; }
  .link { color: ${dark('link')} !important; }
  .code { background-color: ${dark('sunken')} !important; }
  .line { border-color: ${dark('line')} !important; }
  .button { background-color: ${dark('accent')} !important; }
}`
