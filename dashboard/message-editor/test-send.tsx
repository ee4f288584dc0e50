import type { TestAnswer } from '@pavior/shared/protocol/previews.ts'
import { useMutation } from '@tanstack/react-query'
import { Send, X } from 'lucide-preact'
import { ask, sentenceOf } from '../live/server.ts'
import { type DraftComponent, messageOf } from './message.ts'

type Props = { component: DraftComponent; wrong: string[]; onShown: () => void }

/** Tries the message on oneself, as it stands. An email is sent, a message shown; nothing is stored or counted. */
export function TestSend({ component, wrong, onShown }: Props) {
  const { channel } = messageOf(component)
  const test = useMutation({
    mutationFn: () => {
      if (wrong[0] !== undefined) throw new Wrong(wrong[0])
      const { id, type, settings = {} } = component
      return ask<TestAnswer>('/api/dashboard/previews/test', {
        method: 'POST',
        body: { component: { id, type, settings } },
      })
    },
    onSuccess: ({ kind }) => kind === 'message' && onShown(),
  })
  const says = test.data ? saidOf(test.data) : test.error ? whyNot(test.error) : undefined
  return (
    <div class="test-send">
      <button
        type="button"
        class="button"
        aria-busy={test.isPending}
        onClick={() => test.isPending || test.mutate()}
        title={channel === 'send-email' ? 'Sends it to your own address' : 'Shows it as you would get it'}
      >
        <Send />
        <span class="only-wide">Test send</span>
      </button>
      <div role="status">
        {says === undefined ? null : (
          <p class={test.error ? 'test-says bad' : 'test-says'}>
            <span>{says}</span>
            <button type="button" class="icon" aria-label="Dismiss" onClick={() => test.reset()}>
              <X />
            </button>
          </p>
        )}
      </div>
    </div>
  )
}

class Wrong extends Error {}

const whyNot = (error: Error): string => (error instanceof Wrong ? `Not yet. ${error.message}` : sentenceOf(error))

function saidOf(answer: TestAnswer): string {
  if (answer.kind === 'message') return 'This is how you would get it. Nothing was stored or counted.'
  return answer.sent
    ? `“${answer.subject}” was sent to ${answer.to}. It is counted nowhere.`
    : 'It could be sent, but no email leaves this server: no way out is set (see Outbox). It would look as at the right.'
}
