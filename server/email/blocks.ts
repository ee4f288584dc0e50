import { type Block, type Document, type Inline, inlinesOf, type Mark } from '@pavior/shared/document/document.ts'
import { createElement as h, type ReactNode } from 'react'
import { colour, font, mono } from './look.ts'

/** A document as React elements for mail programs. All text is React's to escape: nothing anybody wrote becomes HTML. */

const text = { margin: 0, fontFamily: font, fontSize: '15px', lineHeight: '24px', color: colour.text } as const
const headings = [
  { fontSize: '20px', lineHeight: '28px' },
  { fontSize: '17px', lineHeight: '24px' },
  { fontSize: '15px', lineHeight: '24px' },
] as const

/** @param replyTo where a reply button writes to; without one, such buttons are left out */
export function documentBlocks(content: Document, replyTo: (label: string) => string | undefined): ReactNode[] {
  return content.content.map((block, index) =>
    h('div', { key: index, style: { paddingTop: index === 0 ? 0 : '16px' } }, drawn(block, replyTo)),
  )
}

function drawn(block: Block, replyTo: (label: string) => string | undefined): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return h('p', { className: 'text', style: text }, inlines(block.content))
    case 'heading': {
      const style = { ...text, ...headings[block.attrs.level - 1], fontWeight: 600 }
      return h(`h${block.attrs.level}`, { className: 'text', style }, inlines(block.content))
    }
    case 'bulletList':
      return h('ul', { className: 'text', style: list }, items(block.content))
    case 'orderedList':
      return h('ol', { className: 'text', style: list }, items(block.content))
    case 'divider':
      return h('hr', {
        className: 'line',
        style: { border: 0, borderTop: `1px solid ${colour.line}`, margin: '8px 0' },
      })
    case 'image':
      return isOnTheWeb(block.attrs.src)
        ? h('img', { src: block.attrs.src, alt: block.attrs.alt, style: picture })
        : null
    case 'button': {
      const { action, label } = block.attrs
      const href = 'url' in action ? action.url : replyTo(label)
      return href === undefined ? null : button(href, label)
    }
    // A form in an email is an error that publishing names (C12).
    case 'form':
      return null
    default:
      return block satisfies never
  }
}

const list = { ...text, paddingLeft: '24px' } as const
const picture = {
  display: 'block',
  maxWidth: '100%',
  height: 'auto',
  border: 0,
  borderRadius: '8px',
  fontFamily: font,
  color: colour.soft,
} as const

const items = (all: { content: { content?: Inline[] | undefined }[] }[]): ReactNode[] =>
  all.map((item, index) =>
    h(
      'li',
      { key: index, style: { paddingTop: index === 0 ? 0 : '4px' } },
      item.content.map((paragraph, at) =>
        h('p', { key: at, className: 'text', style: text }, inlines(paragraph.content)),
      ),
    ),
  )

/** The colour stands on the cell too: Outlook draws no padding of a link. */
const button = (href: string, label: string): ReactNode =>
  h(
    'table',
    { role: 'presentation', cellPadding: 0, cellSpacing: 0, border: 0 },
    h(
      'tbody',
      null,
      h(
        'tr',
        null,
        h(
          'td',
          { className: 'button', style: { backgroundColor: colour.accent, borderRadius: '6px' } },
          h('a', { href, target: '_blank', rel: 'noopener noreferrer', className: 'button', style: pressed }, label),
        ),
      ),
    ),
  )

const pressed = {
  display: 'inline-block',
  padding: '10px 20px',
  borderRadius: '6px',
  backgroundColor: colour.accent,
  color: '#ffffff',
  fontFamily: font,
  fontSize: '15px',
  lineHeight: '20px',
  fontWeight: 600,
  textDecoration: 'none',
} as const

const inlines = (content: Inline[] | undefined): ReactNode[] =>
  (content ?? []).map((inline, index) => {
    switch (inline.type) {
      case 'text':
        return marked(inline.text, inline.marks ?? [], index)
      case 'variable':
        return inline.attrs.fallback
      case 'hardBreak':
        return h('br', { key: index })
      default:
        return inline satisfies never
    }
  })

function marked(said: string, marks: Mark[], key: number): ReactNode {
  return marks.reduce<ReactNode>((inside, mark) => {
    switch (mark.type) {
      case 'bold':
        return h('strong', { key, style: { fontWeight: 600 } }, inside)
      case 'italic':
        return h('em', { key }, inside)
      case 'code':
        return h('code', { key, className: 'code', style: code }, inside)
      case 'link':
        return h(
          'a',
          { key, href: mark.attrs.href, target: '_blank', rel: 'noopener noreferrer', className: 'link', style: link },
          inside,
        )
      default:
        return mark satisfies never
    }
  }, said)
}

const code = {
  padding: '1px 4px',
  borderRadius: '4px',
  backgroundColor: colour.sunken,
  fontFamily: mono,
  fontSize: '13px',
} as const
const link = { color: colour.link, textDecoration: 'underline' } as const

/** A picture can't be a mailto: link. */
const isOnTheWeb = (src: string): boolean => /^https?:/i.test(src)

/** The document's first words, for when no preview was written. */
export const openingOf = (content: Document): string => {
  const said = content.content
    .flatMap(block => inlinesOf(block).map(inline => (inline.type === 'text' ? inline.text : ' ')))
    .join(' ')
  return said.replace(/\s+/g, ' ').trim().slice(0, 140).toWellFormed()
}
