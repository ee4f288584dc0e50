import type { Block, Document, Inline } from '@pavior/shared/document/document.ts'

/** A document as the text part of an email: links stand in brackets behind what they are called. */
export function plainPart(content: Document): string {
  return content.content
    .map(said)
    .filter(block => block !== '')
    .join('\n\n')
}

function said(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlines(block.content)
    case 'bulletList':
      return block.content.map(item => listed('-', item.content)).join('\n')
    case 'orderedList':
      return block.content.map((item, index) => listed(`${index + 1}.`, item.content)).join('\n')
    case 'divider':
      return '---'
    case 'image':
      return block.attrs.alt === '' ? '' : `[${block.attrs.alt}]`
    case 'button':
      return 'url' in block.attrs.action ? `${block.attrs.label}: ${block.attrs.action.url}` : ''
    case 'form':
      return ''
    default:
      return block satisfies never
  }
}

const listed = (sign: string, paragraphs: { content?: Inline[] | undefined }[]): string =>
  `${sign} ${paragraphs.map(({ content }) => inlines(content)).join(`\n${' '.repeat(sign.length + 1)}`)}`

const inlines = (content: Inline[] | undefined): string => (content ?? []).map(inline).join('')

function inline(one: Inline): string {
  switch (one.type) {
    case 'text': {
      const link = one.marks?.find(mark => mark.type === 'link')
      const href = link?.type === 'link' ? link.attrs.href : undefined
      return href === undefined || href === one.text ? one.text : `${one.text} (${href})`
    }
    case 'variable':
      return one.attrs.fallback
    case 'hardBreak':
      return '\n'
    default:
      return one satisfies never
  }
}
