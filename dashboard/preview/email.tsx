import { useEffect, useRef, useState } from 'preact/hooks'

type Props = {
  /** What is written, as `/api/dashboard/previews/email` takes it. */
  written: {
    from: string
    subject: string
    preview?: string | undefined
    content: unknown
    as: string
    scheme: 'light' | 'dark'
  }
}

/** While one types, the server draws it again at most this often. */
const PATIENCE = 400

/**
 * An email as the server renders it, in a frame that runs nothing. A form posts it there, since the styles of an email
 * may not stand in a page of ours. Each goes into a frame of its own, which takes the place of the one before once it
 * is there: nothing flashes, and the browser's way back stays free.
 */
export function EmailPreview({ written }: Props) {
  const words = JSON.stringify(written)
  const [drawn, setDrawn] = useState([words])
  useEffect(() => {
    const later = setTimeout(
      () => setDrawn(before => (before.at(-1) === words ? before : [...before.slice(-1), words])),
      PATIENCE,
    )
    return () => clearTimeout(later)
  }, [words])
  return (
    <div class="email-frames">
      {drawn.map(email => (
        <Posted key={email} email={email} onShown={() => setDrawn(before => before.slice(before.indexOf(email)))} />
      ))}
    </div>
  )
}

let frames = 0

function Posted({ email, onShown }: { email: string; onShown: () => void }) {
  const [name] = useState(() => `email-preview-${++frames}`)
  const form = useRef<HTMLFormElement>(null)
  const posted = useRef(false)
  useEffect(() => {
    posted.current = true
    form.current?.submit()
  }, [])
  return (
    <>
      <form ref={form} method="post" action="/api/dashboard/previews/email" target={name} hidden>
        <input type="hidden" name="email" value={email} />
      </form>
      <iframe name={name} title="The email" sandbox="" onLoad={() => posted.current && onShown()} />
    </>
  )
}
