import { Check, Copy } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { announceText } from '../live/announce.ts'

/** Copies `text`; the button says that it did, or that the browser refused. */
export function CopyButton({ text, label = 'Copy', small = true }: { text: string; label?: string; small?: boolean }) {
  const [state, setState] = useState<'idle' | 'done' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const back = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(back)
  }, [state])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('done')
      announceText('Copied')
    } catch {
      setState('refused')
      announceText('The browser did not allow copying. Select the text and copy it by hand.')
    }
  }
  return (
    <button type="button" class={small ? 'button small' : 'button'} onClick={() => void copy()}>
      {state === 'done' ? <Check class="good" /> : <Copy />}
      {state === 'done' ? 'Copied' : state === 'refused' ? 'Select it and copy' : label}
    </button>
  )
}
