import { useEffect, useMemo } from 'preact/hooks'
import { sayTyping } from '../live/connection.ts'

const SAY_EVERY = 3_000
const STOPS_AFTER = 4_000

/** Tells that a reply is being written: at most every three seconds, and that it stopped. Notes are nobody's business. */
export function useTyping(conversation: string): { go: () => void; stop: () => void } {
  const typing = useMemo(() => typingIn(conversation), [conversation])
  useEffect(() => typing.stop, [typing])
  return typing
}

function typingIn(conversation: string) {
  let saidAt = 0
  let ends: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(ends)
    if (saidAt === 0) return
    saidAt = 0
    sayTyping(conversation, false)
  }
  const go = () => {
    clearTimeout(ends)
    ends = setTimeout(stop, STOPS_AFTER)
    if (Date.now() - saidAt < SAY_EVERY) return
    saidAt = Date.now()
    sayTyping(conversation, true)
  }
  return { go, stop }
}
