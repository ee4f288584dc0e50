import type { Block, Document, Inline } from '@pavior/shared/document/document.ts'
import type { Form } from '@pavior/shared/document/form-schema.ts'
import { isSafeLink, withLinks } from '@pavior/shared/document/links.ts'
import type { FormView } from '@pavior/shared/protocol/views.ts'
import { ArrowUpRight, CircleCheck, CornerDownRight, ImageIcon } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { momentTime } from './time.ts'

type Props = { content: Document; form?: FormView | undefined; pressed?: string | undefined }

/** What a message says. Text is text: nothing anybody wrote becomes markup. */
export function DocumentView({ content, form, pressed }: Props) {
  return (
    <div class="prose" dir="auto">
      {content.content.map((block, index) => (
        <BlockView key={index} block={block} form={form} pressed={pressed} />
      ))}
    </div>
  )
}

function BlockView({
  block,
  form,
  pressed,
}: {
  block: Block
  form: FormView | undefined
  pressed: string | undefined
}) {
  switch (block.type) {
    case 'paragraph':
      return <p>{block.content ? <Inlines content={block.content} /> : <br />}</p>
    case 'heading':
      return (
        <p class={`prose-heading level-${block.attrs.level}`}>
          <Inlines content={block.content ?? []} />
        </p>
      )
    case 'bulletList':
      return <ul class="prose-bullets">{block.content.map(listItem)}</ul>
    case 'orderedList':
      return <ol class="prose-numbers">{block.content.map(listItem)}</ol>
    case 'image':
      return (
        <SafeLink href={block.attrs.src}>
          <Picture src={block.attrs.src} alt={block.attrs.alt} />
        </SafeLink>
      )
    case 'divider':
      return <hr />
    case 'button':
      return (
        <p class={pressed === block.attrs.id ? 'prose-button chosen' : 'prose-button'}>
          {'reply' in block.attrs.action ? <CornerDownRight /> : <ArrowUpRight />}
          {block.attrs.label}
          {pressed === block.attrs.id ? <small>chosen</small> : null}
        </p>
      )
    case 'form':
      return <FormCard form={block.attrs} state={form} />
  }
}

const listItem = (item: Extract<Block, { type: 'bulletList' }>['content'][number], index: number) => (
  <li key={index}>
    {item.content.map((paragraph, part) => (
      <p key={part}>
        <Inlines content={paragraph.content ?? []} />
      </p>
    ))}
  </li>
)

function Inlines({ content }: { content: Inline[] }) {
  return (
    <>
      {content.map((inline, index) => (
        <InlineView key={index} inline={inline} />
      ))}
    </>
  )
}

function InlineView({ inline }: { inline: Inline }) {
  switch (inline.type) {
    case 'hardBreak':
      return <br />
    case 'variable':
      return <>{inline.attrs.fallback}</>
    case 'text': {
      let shown: ComponentChildren = inline.marks?.some(mark => mark.type === 'link' || mark.type === 'code')
        ? inline.text
        : withLinks(inline.text).map((piece, index) =>
            piece.href === undefined ? (
              piece.text
            ) : (
              <SafeLink key={index} href={piece.href}>
                {piece.text}
              </SafeLink>
            ),
          )
      for (const mark of inline.marks ?? []) {
        if (mark.type === 'bold') shown = <strong>{shown}</strong>
        if (mark.type === 'italic') shown = <em>{shown}</em>
        if (mark.type === 'code') shown = <code>{shown}</code>
        if (mark.type === 'link') shown = <SafeLink href={mark.attrs.href}>{shown}</SafeLink>
      }
      return <>{shown}</>
    }
  }
}

/** A link that somebody wrote: it learns nothing of us, and gains nothing by us. */
export function SafeLink({ href, children }: { href: string; children: ComponentChildren }) {
  if (!isSafeLink(href)) return <>{children}</>
  return (
    <a href={href} target="_blank" rel="noopener nofollow ugc">
      {children}
    </a>
  )
}

/** On the web, or of this very server, which on a laptop has no https. */
const canBeShown = (src: string): boolean => /^https:/i.test(src) || src.startsWith(`${location.origin}/`)

/** A picture, or its name where it can't be shown. It is not told who looks at it. */
function Picture({ src, alt }: { src: string; alt: string }) {
  const [broken, setBroken] = useState(!canBeShown(src))
  if (!broken)
    return (
      <img
        class="prose-picture"
        src={src}
        alt={alt}
        loading="lazy"
        referrerpolicy="no-referrer"
        onError={() => setBroken(true)}
      />
    )
  return (
    <span class="prose-image">
      <ImageIcon />
      {alt === '' ? 'Picture' : alt}
    </span>
  )
}

/** A form as the person left it: what it asks, what was answered. */
function FormCard({ form, state }: { form: Form; state: FormView | undefined }) {
  const values = state?.values ?? {}
  return (
    <dl class="formcard">
      {form.fields.map(field => (
        <FormLine key={field.key} label={field.label} required={field.required} value={values[field.key]} />
      ))}
      <FormState state={state} />
    </dl>
  )
}

function FormLine({
  label,
  required,
  value,
}: {
  label: string
  required: boolean
  value: string | number | undefined
}) {
  return (
    <>
      <dt>{label}</dt>
      <dd class={value === undefined ? 'faint' : undefined}>{value ?? (required ? 'required' : 'optional')}</dd>
    </>
  )
}

function FormState({ state }: { state: FormView | undefined }) {
  if (state?.state === 'submitted')
    return (
      <dd class="formstate good">
        <CircleCheck />
        Submitted{state.submittedAt === undefined ? '' : ` ${momentTime(state.submittedAt)}`}
      </dd>
    )
  if (state?.state === 'closed') return <dd class="formstate">Closed, not filled in</dd>
  return <dd class="formstate">Not filled in yet</dd>
}
