import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'

/** A page that whoever reads an email comes to: plain, without script, in the look of the product. */

const css = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; box-sizing: border-box;
  font: 15px/24px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: light-dark(#1a1c26, #edeef2); background: light-dark(#f5f6f9, #0e0f13); }
main { box-sizing: border-box; width: 100%; max-width: 440px; padding: 32px; border-radius: 8px;
  background: light-dark(#ffffff, #16171b); border: 1px solid light-dark(#e4e6ea, #282a30); }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0 0 16px; color: light-dark(#4d4f5a, #b8bac2); overflow-wrap: anywhere; }
p:last-child { margin: 0; }
b { font-weight: 600; color: light-dark(#1a1c26, #edeef2); }
button { width: 100%; min-height: 44px; padding: 8px 20px; border: 0; border-radius: 6px; cursor: pointer;
  font: inherit; font-weight: 600; color: #fff; background: light-dark(#555de3, #5b66e4); }
button.quiet { color: inherit; background: none; border: 1px solid light-dark(#d2d4da, #383a42); }
:focus-visible { outline: 2px solid light-dark(#555de3, #a1b1ff); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 24px 20px; } }`

/** Nothing from elsewhere, and of our own only this style sheet; the form goes to where the page came from. */
export const unsubscribePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = (title: string, inside: unknown) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(css)}</style>
</head>
<body><main>${inside}</main></body>
</html>`

type About = { team: string; address: string }

export const askPage = ({ team, address }: About) =>
  page(
    `Unsubscribe from ${team}`,
    html`<h1>Unsubscribe from ${team}?</h1>
<p>${team} will send no more emails to <b>${address}</b>. Messages in the chat stay as they are.</p>
<form method="post"><input type="hidden" name="action" value="unsubscribe"><button>Unsubscribe</button></form>`,
  )

export const donePage = ({ team, address }: About) =>
  page(
    `Unsubscribed from ${team}`,
    html`<h1>You are unsubscribed</h1>
<p>${team} sends no more emails to <b>${address}</b>.</p>
<form method="post"><input type="hidden" name="action" value="resubscribe"><button class="quiet">Undo: send me emails again</button></form>`,
  )

export const againPage = ({ team, address }: About) =>
  page(
    `Subscribed to ${team}`,
    html`<h1>You get emails again</h1>
<p>${team} may write to <b>${address}</b> as before.</p>
<form method="post"><input type="hidden" name="action" value="unsubscribe"><button class="quiet">Unsubscribe</button></form>`,
  )

export const brokenPage = () =>
  page(
    'This link does not work',
    html`<h1>This link does not work</h1>
<p>It is not one of ours, or a part of it was lost on the way. Open the email again and use the link at its end, or
copy all of it. Nothing was changed.</p>`,
  )
