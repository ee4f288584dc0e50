import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { useEffect, useState } from 'preact/hooks'
import { markSeen } from '../live/change.ts'
import { connection } from '../live/connection.ts'
import { useStore } from '../live/store.ts'

/** Tells that the messages were seen: when they are on screen, in a tab that is looked at, and the connection stands. */
export function useSeen(conversation: InboxConversation, number: number, atEnd: boolean): void {
  const [visible, setVisible] = useState(!document.hidden)
  const connected = useStore(connection, state => state === 'live')
  useEffect(() => {
    const changed = () => setVisible(!document.hidden)
    addEventListener('visibilitychange', changed)
    return () => removeEventListener('visibilitychange', changed)
  }, [])
  useEffect(() => {
    if (visible && connected && atEnd && number > 0) markSeen(conversation, number)
  }, [conversation, number, visible, connected, atEnd])
}
