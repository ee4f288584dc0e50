import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Texts } from '../texts/texts.ts'
import { Icon } from './icons.tsx'

const MOST = 10_000

type Props = { texts: Texts; text: string; on: { write(text: string): void; send(): void } }

/** Enter sends, Shift+Enter breaks the line. It grows with what is written. */
export function Composer({ texts, text, on }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const tooLong = text.trim().length > MOST
  const canSend = text.trim() !== '' && !tooLong

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 132)}px`
  }, [text])

  return (
    <form
      class="say"
      onSubmit={event => {
        event.preventDefault()
        if (canSend) on.send()
        field.current?.focus()
      }}
    >
      <textarea
        ref={field}
        class="input"
        rows={1}
        placeholder={texts.write}
        aria-label={texts.write}
        aria-invalid={tooLong}
        enterkeyhint="send"
        value={text}
        onInput={event => on.write(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          if (canSend) on.send()
        }}
      />
      <button type="submit" class="icon go" aria-label={texts.send} disabled={!canSend}>
        <Icon name="up" />
      </button>
      {text.length > MOST - 500 && (
        <small class={tooLong ? 'length bad' : 'length'} role="status">
          {texts.tooLong(text.trim().length.toLocaleString(), MOST.toLocaleString())}
        </small>
      )}
    </form>
  )
}
