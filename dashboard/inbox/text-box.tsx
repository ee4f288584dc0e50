import { forwardRef } from 'preact/compat'
import { useLayoutEffect, useRef } from 'preact/hooks'

type Props = {
  value: string
  label: string
  placeholder: string
  onText: (text: string) => void
  /** Ctrl or Cmd with Enter; with Shift too, the conversation is closed afterwards. */
  onSend: (close: boolean) => void
  onBlur: () => void
}

/** A field that grows with its text. Enter makes a new line: nothing half-written leaves by accident. */
export const TextBox = forwardRef<HTMLTextAreaElement, Props>(
  ({ value, label, placeholder, onText, onSend, onBlur }, ref) => {
    const own = useRef<HTMLTextAreaElement | null>(null)
    useLayoutEffect(() => {
      const box = own.current
      if (!box || CSS.supports('field-sizing', 'content')) return
      box.style.height = 'auto'
      box.style.height = `${box.scrollHeight}px`
    }, [value])
    return (
      <textarea
        ref={box => {
          own.current = box
          if (typeof ref === 'function') ref(box)
          else if (ref) ref.current = box
        }}
        class="text-box"
        rows={1}
        value={value}
        aria-label={label}
        placeholder={placeholder}
        dir="auto"
        onInput={event => onText(event.currentTarget.value)}
        onBlur={onBlur}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
          event.preventDefault()
          onSend(event.shiftKey)
        }}
      />
    )
  },
)
