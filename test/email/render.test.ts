import { renderEmail, type Sender, type Written } from '@pavior/server/email/render.ts'
import { emailOfReply, readUnsubscribeToken, replyAddress, unsubscribeToken } from '@pavior/server/email/tokens.ts'
import type { Document } from '@pavior/shared/document/document.ts'
import { plainDocument } from '@pavior/shared/document/document.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDocument } from '../properties/any-document.ts'
import { runs } from '../properties/runs.ts'

const secret = 'a secret of the tests, long enough to be taken'
const sender: Sender = {
  secret,
  publicUrl: 'https://chat.example.com',
  from: 'hello@tidewheel.example',
  replyDomain: 'reply.tidewheel.example',
}
const email = 'b4c6d1de-5f0e-4c8e-9f64-0a1b2c3d4e5f'

const written = (content: Document, more: Partial<Written> = {}): Written => ({
  team: { id: 'team1', name: 'Tidewheel Cycles' },
  email,
  fromName: 'Mara Lindqvist',
  to: 'okan@example.com',
  subject: 'Your bike',
  content,
  ...more,
})

const rendered = (content: Document, more: Partial<Written> = {}, by: Partial<Sender> = {}) =>
  renderEmail(written(content, more), { ...sender, ...by })

const everything: Document = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Welcome' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Read ' },
        {
          type: 'text',
          text: 'the guide',
          marks: [{ type: 'link', attrs: { href: 'https://tidewheel.example/guide?a=1&b=2' } }, { type: 'bold' }],
        },
        { type: 'hardBreak' },
        { type: 'text', text: 'soon', marks: [{ type: 'italic' }] },
      ],
    },
    {
      type: 'orderedList',
      content: [
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Pump' }] }] },
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Ride' }] }] },
      ],
    },
    { type: 'divider' },
    { type: 'image', attrs: { src: 'https://tidewheel.example/bike.png', alt: 'A bike' } },
    { type: 'button', attrs: { id: 'go', label: 'Open', action: { url: 'https://tidewheel.example/' } } },
    { type: 'button', attrs: { id: 'yes', label: 'Yes & soon', action: { reply: true } } },
  ],
}

test('a document becomes HTML and text, with every block in both', async () => {
  const { html, text } = await rendered(everything)
  for (const said of ['Welcome', 'the guide', 'soon', 'Pump', 'Ride', 'Open']) {
    expect(html).toContain(said)
    expect(text).toContain(said)
  }
  expect(html).toContain('href="https://tidewheel.example/guide?a=1&amp;b=2"')
  expect(html).toContain('alt="A bike"')
  expect(text).toContain('the guide (https://tidewheel.example/guide?a=1&b=2)')
  expect(text).toContain('1. Pump\n2. Ride')
  expect(text).toContain('Open: https://tidewheel.example/')
})

test('a reply button writes back to this very email, and is left out where no reply could come', async () => {
  const reply = replyAddress(secret, 'reply.tidewheel.example', email)
  expect((await rendered(everything)).html).toContain(
    `href="mailto:${reply}?subject=Re%3A%20Your%20bike&amp;body=Yes%20%26%20soon"`,
  )
  const without = await rendered(everything, {}, { replyDomain: undefined })
  expect(without.html).not.toContain('Yes &amp; soon')
  expect(without.replyTo).toBeUndefined()
})

test('nothing that anybody wrote becomes HTML or a header', async () => {
  const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>"\' & </style><!--'
  const content: Document = {
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: evil }] },
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: evil, marks: [{ type: 'code' }] }] },
      { type: 'image', attrs: { src: 'https://a.example/"onerror="alert(1)', alt: evil } },
      { type: 'button', attrs: { id: 'x', label: evil, action: { url: 'https://a.example/?"><script>' } } },
    ],
  }
  const breaking = 'Hello\r\nBcc: everybody@example.com\u2028X-Evil: 1'
  const { html, subject, from } = await rendered(content, {
    subject: breaking,
    preview: evil,
    fromName: breaking,
    team: { id: 'team1', name: evil },
  })
  expect(html).not.toMatch(/<(script|img src=x)/i)
  // Whatever stands in an attribute stays in it.
  expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*onerror/i)
  expect(html).not.toContain('<!--')
  expect(subject).toBe('Hello Bcc: everybody@example.com X-Evil: 1')
  expect(from.name).toBe(subject)
})

test('any document is rendered, and its markup is ours alone', async () => {
  const allowed =
    /^(!doctype|html|head|meta|title|style|body|div|table|tbody|tr|td|span|a|p|h[1-3]|ul|ol|li|hr|img|br|strong|em|code)$/i
  await fc.assert(
    fc.asyncProperty(anyDocument, async content => {
      const { html, text } = await rendered(content)
      for (const [, tag = ''] of html.matchAll(/<\/?([a-z!]+\d?)/gi)) expect(tag).toMatch(allowed)
      expect(html).not.toMatch(/href="(?!https?:|mailto:)/i)
      expect(html.isWellFormed() && text.isWellFormed()).toBe(true)
    }),
    runs(100),
  )
})

test('the preview stands first and unseen, its own words or the opening ones', async () => {
  const opening = /<body[^>]*><div style="display:none[^"]*">([^<]*)</
  expect(opening.exec((await rendered(plainDocument('Come in.\nIt is warm.'))).html)?.[1]).toBe('Come in. It is warm.')
  const own = await rendered(plainDocument('Come in.'), { preview: 'It is cold outside' })
  expect(opening.exec(own.html)?.[1]).toBe('It is cold outside')
})

test('RFC 8058: every email says how to unsubscribe, in its headers and at its end', async () => {
  const { headers, html, text } = await rendered(plainDocument('Hello'))
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  const url = /^<(https:\/\/chat\.example\.com\/unsubscribe\/([\w-]+))>$/.exec(headers['List-Unsubscribe'] ?? '')
  expect(html).toContain(`href="${url?.[1]}"`)
  expect(text).toContain(`Unsubscribe: ${url?.[1]}`)
  expect(url?.[1]).not.toContain('okan')
  expect(readUnsubscribeToken(secret, url?.[2] ?? '')).toEqual({ team: 'team1', email, address: 'okan@example.com' })
})

test('a link to unsubscribe that was cut, changed or made by another is nobody’s', () => {
  const about = { team: 'team1', email, address: 'okan@example.com' }
  const token = unsubscribeToken(secret, about)
  expect(readUnsubscribeToken(secret, token)).toEqual(about)
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === 'A' ? 'B' : 'A'
    expect(readUnsubscribeToken(secret, token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined()
    expect(readUnsubscribeToken(secret, token.slice(0, at))).toBeUndefined()
  }
  expect(readUnsubscribeToken('another secret', token)).toBeUndefined()
  for (const broken of ['', 'x', `${token}=`, `${token}A`, 'ü', '../..'])
    expect(readUnsubscribeToken(secret, broken)).toBeUndefined()
})

test('an address to reply to fits a mailbox, survives a change of case, and can’t be made up', () => {
  const domain = 'reply.tidewheel.example'
  const address = replyAddress(secret, domain, email)
  expect(address.slice(0, address.indexOf('@')).length).toBeLessThanOrEqual(64)
  expect(emailOfReply(secret, domain, address)).toBe(email)
  expect(emailOfReply(secret, domain, address.toUpperCase())).toBe(email)
  for (const other of [
    replyAddress('another secret', domain, email),
    replyAddress(secret, 'elsewhere.example', email),
    address.replace('reply+', 'reply+a'),
    `hello@${domain}`,
    domain,
    '',
  ])
    expect(emailOfReply(secret, domain, other)).toBeUndefined()
})
