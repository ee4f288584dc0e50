import { type Holder, transcriptOf } from './state.ts'
import type { Unsent } from './writing.ts'

/**
 * A link of a message that is opened counts as clicked (T1), whatever is recorded: told once each, through the outbox,
 * which outlives the page. Opening it waits for nothing.
 */
export function watchLinks({ get }: Holder, enqueue: (entry: Unsent) => void) {
  const told = new Set<string>()
  function opened({ target, button: key }: MouseEvent) {
    const link = target instanceof Element && key < 2 && target.closest<HTMLElement>('.theirs a')
    if (!link) return
    const number = Number(link.closest<HTMLElement>('.msg')?.dataset.number)
    const message = transcriptOf(get(), get().view).messages[number - 1]
    const { button } = link.dataset
    if (!message || told.size === told.add(message.id + button).size) return
    enqueue({
      kind: 'button',
      conversation: message.conversation,
      message: message.id,
      label: '',
      ...(button && { button }),
    })
  }
  addEventListener('click', opened)
  // With the middle button.
  addEventListener('auxclick', opened)
}
