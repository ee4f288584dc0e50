import { isSafeLink } from '@pavior/shared/document/links.ts'
import { type Extensions, getSchema, Node } from '@tiptap/core'
import { Code } from '@tiptap/extension-code'
import { Link } from '@tiptap/extension-link'
import { ListItem, OrderedList } from '@tiptap/extension-list'
import StarterKit from '@tiptap/starter-kit'

/** What a message is made of (shared/document), as the editor knows it. No look: that is in blocks/. */

/** A block without text of its own; what it says stands in its attributes. */
const block = (name: string, attributes: Record<string, unknown>): Node =>
  Node.create({
    name,
    group: 'block',
    atom: true,
    draggable: true,
    addAttributes: () =>
      Object.fromEntries(
        // As data, so that a copy of it pastes as itself; never as something a browser acts on.
        Object.entries(attributes).map(([key, value]) => [
          key,
          {
            default: value,
            parseHTML: (element: HTMLElement) => readJson(element.getAttribute(`data-${key}`)) ?? value,
            renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${key}`]: JSON.stringify(attributes[key]) }),
          },
        ]),
      ),
    parseHTML: () => [{ tag: `div[data-block="${name}"]` }],
    renderHTML: ({ HTMLAttributes }) => ['div', { 'data-block': name, ...HTMLAttributes }],
  })

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

export const ImageBlock = block('image', { src: '', alt: '' })
export const ButtonBlock = block('button', { id: '', label: '', action: { reply: true } })
export const FormBlock = block('form', { fields: [], submit: 'Send' })
/** Something that this editor does not know. */
export const KeptBlock = block('kept', { block: null })

export const Divider = Node.create({
  name: 'divider',
  group: 'block',
  atom: true,
  parseHTML: () => [{ tag: 'hr' }],
  renderHTML: () => ['hr'],
})

export const Variable = Node.create({
  name: 'variable',
  group: 'inline',
  inline: true,
  atom: true,
  marks: '',
  addAttributes: () => ({
    key: { default: 'name', parseHTML: (element: HTMLElement) => element.getAttribute('data-variable') },
    fallback: { default: '', parseHTML: (element: HTMLElement) => element.getAttribute('data-fallback') ?? '' },
  }),
  parseHTML: () => [{ tag: 'span[data-variable]' }],
  renderHTML: ({ node }) => [
    'span',
    { 'data-variable': String(node.attrs.key), 'data-fallback': String(node.attrs.fallback) },
    `{${node.attrs.key}}`,
  ],
})

/** One level of lists, and nothing in a list but text. */
const Item = ListItem.extend({ content: 'paragraph+' })
const Numbers = OrderedList.extend({ addAttributes: () => ({}) })

/** A link has an address and nothing else, one that may be clicked (shared/document/links.ts). */
const SafeLink = Link.extend({
  addAttributes: () => ({ href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('href') } }),
}).configure({
  openOnClick: false,
  autolink: true,
  defaultProtocol: 'https',
  HTMLAttributes: {},
  isAllowedUri: isSafeLink,
})

/** Text and what stands in it; the other blocks are added with their look. */
export const wording: Extensions = [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    link: false,
    listItem: false,
    orderedList: false,
    strike: false,
    underline: false,
    heading: { levels: [1, 2, 3] },
  }),
  // As anything else, it may be bold.
  Code.extend({ excludes: '' }),
  Item,
  Numbers,
  SafeLink,
]

/** The editor's schema alone, for what needs no screen. */
export const editorSchema = getSchema([...wording, Variable, ImageBlock, ButtonBlock, FormBlock, Divider, KeptBlock])
