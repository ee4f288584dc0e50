import type { Block, Document, Inline, Mark } from '@pavior/shared/document/document.ts'
import { isSafeLink, withLinks } from '@pavior/shared/document/links.ts'
import type { ComponentChildren } from 'preact'

/** A message's content. Nothing is ever set as HTML, and only links to http, https and mailto can be clicked. */
export const Content = ({ doc }: { doc: Document }) => <>{doc.content.map(block => blockView(block))}</>

/** Buttons and the form stand below the bubble. */
export const isText = (block: Block): boolean => block.type !== 'button' && block.type !== 'form'

function blockView(block: Block): ComponentChildren {
  switch (block.type) {
    case 'paragraph':
      return <p>{inlineViews(block.content)}</p>
    case 'heading':
      return <p class={`heading h${block.attrs.level}`}>{inlineViews(block.content)}</p>
    case 'bulletList':
    case 'orderedList': {
      const List = block.type === 'bulletList' ? 'ul' : 'ol'
      return (
        <List>
          {block.content.map(item => (
            <li>
              {item.content.map(paragraph => (
                <p>{inlineViews(paragraph.content)}</p>
              ))}
            </li>
          ))}
        </List>
      )
    }
    case 'image':
      return /^https?:/i.test(block.attrs.src) && isSafeLink(block.attrs.src) ? (
        <img src={block.attrs.src} alt={block.attrs.alt} loading="lazy" referrerpolicy="no-referrer" />
      ) : (
        <p>{block.attrs.alt}</p>
      )
    case 'divider':
      return <hr />
    default:
      return null
  }
}

const inlineViews = (inlines: Inline[] = []) => inlines.map(inline => inlineView(inline))

function inlineView(inline: Inline): ComponentChildren {
  switch (inline.type) {
    case 'text': {
      const marks = inline.marks ?? []
      const isLinked = marks.some(mark => mark.type === 'link' || mark.type === 'code')
      return marks.reduce<ComponentChildren>(marked, isLinked ? inline.text : linked(inline.text))
    }
    case 'variable':
      return inline.attrs.fallback
    case 'hardBreak':
      return <br />
  }
}

function marked(inside: ComponentChildren, mark: Mark): ComponentChildren {
  switch (mark.type) {
    case 'bold':
      return <b>{inside}</b>
    case 'italic':
      return <em>{inside}</em>
    case 'code':
      return <code>{inside}</code>
    case 'link':
      return isSafeLink(mark.attrs.href) ? <Link href={mark.attrs.href}>{inside}</Link> : inside
  }
}

const linked = (text: string): ComponentChildren =>
  withLinks(text).map(piece => (piece.href ? <Link href={piece.href}>{piece.text}</Link> : piece.text))

type LinkProps = { href: string; class?: string; 'data-button'?: string; children: ComponentChildren }

/** `opened-links.ts` hears of the click; opening waits for nothing. */
export const Link = ({ href, children, ...more }: LinkProps) => (
  <a href={href} target="_blank" rel="noopener nofollow ugc" {...more}>
    {children}
  </a>
)
