import { createElement as h, type ReactNode } from 'react'
import { colour, font, sheet } from './look.ts'

type LayoutProps = { subject: string; preview: string; footer: string; unsubscribe: string; children?: ReactNode }

/** What stands around the document of every email. */
export function Layout({ subject, preview, footer, unsubscribe, children }: LayoutProps): ReactNode {
  return h(
    'html',
    { lang: 'en', dir: 'auto' },
    h(
      'head',
      null,
      h('meta', { httpEquiv: 'Content-Type', content: 'text/html; charset=utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      h('meta', { name: 'format-detection', content: 'telephone=no, date=no, address=no, email=no' }),
      h('title', null, subject),
      // Our own words alone, and no quotes: as text of an element they would be escaped.
      h('style', null, sheet),
    ),
    h(
      'body',
      { className: 'ground', style: { margin: 0, padding: 0, backgroundColor: colour.ground } },
      h('div', { style: hidden }, preview),
      h(
        Table,
        { className: 'ground', style: { backgroundColor: colour.ground } },
        h('td', { className: 'outside', align: 'center', style: { padding: '32px 16px' } }, [
          h(
            Table,
            { key: 'card', style: { maxWidth: '560px' } },
            h('td', { className: 'card', align: 'left', style: card }, children),
          ),
          h(
            Table,
            { key: 'footer', style: { maxWidth: '560px' } },
            h('td', { className: 'faint foot', align: 'left', style: below }, [
              h('span', { key: 'who' }, `${footer} `),
              h(
                'a',
                {
                  key: 'link',
                  href: unsubscribe,
                  target: '_blank',
                  className: 'faint',
                  style: { color: colour.faint },
                },
                'Unsubscribe',
              ),
            ]),
          ),
        ]),
      ),
    ),
  )
}

type TableProps = { className?: string; style: Record<string, string>; children?: ReactNode }

/** Mail programs lay out by tables. */
const Table = ({ className, style, children }: TableProps): ReactNode =>
  h(
    'table',
    { role: 'presentation', width: '100%', cellPadding: 0, cellSpacing: 0, border: 0, className, style },
    h('tbody', null, h('tr', null, children)),
  )

const card = {
  padding: '32px',
  backgroundColor: colour.surface,
  border: `1px solid ${colour.line}`,
  borderRadius: '8px',
} as const
const below = {
  padding: '16px 32px',
  fontFamily: font,
  fontSize: '12px',
  lineHeight: '16px',
  color: colour.faint,
} as const
/** Shown behind the subject in lists of emails, and nowhere else. */
const hidden = {
  display: 'none',
  overflow: 'hidden',
  lineHeight: '1px',
  maxHeight: 0,
  maxWidth: 0,
  opacity: 0,
} as const
