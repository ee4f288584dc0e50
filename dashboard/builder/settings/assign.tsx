import { useQuery } from '@tanstack/react-query'
import { inboxesQuery } from '../../live/queries.ts'
import { AgentOptions, useLeft } from './agents.tsx'
import { type FormProps, textIn } from './form.ts'
import { Pick } from './pick.tsx'

const WORDS = ['', 'round-robin']

/** C13: to which inbox the conversation goes, and to whom in it. */
export function AssignForm({ settings, set }: FormProps) {
  const inboxes = useQuery(inboxesQuery).data?.data
  const chosen = textIn(settings, 'inbox')
  const inbox = inboxes?.find(({ id }) => id === chosen)
  const agent = textIn(settings, 'agent')
  const left = useLeft(agent, WORDS)
  const gone = inboxes !== undefined && !inbox
  return (
    <section>
      <Pick
        label="Inbox"
        value={chosen}
        onValue={id => set({ inbox: id })}
        refused={gone ? (chosen === '' ? 'Choose an inbox.' : 'This inbox was deleted. Choose another.') : undefined}
      >
        {chosen === '' ? <option value="">Choose …</option> : null}
        {gone && chosen !== '' ? <option value={chosen}>An inbox that was deleted</option> : null}
        {(inboxes ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Pick>
      <Pick
        label="To whom"
        value={agent}
        onValue={id => set({ agent: id === '' ? undefined : id })}
        refused={left ? 'This agent left the team. Choose somebody else.' : undefined}
        hint={whoGetsIt(agent, inbox)}
      >
        <option value="">Whoever has it keeps it</option>
        <option value="round-robin">In turn</option>
        <AgentOptions chosen={agent} others={WORDS} />
      </Pick>
    </section>
  )
}

function whoGetsIt(agent: string, inbox: { name: string; agents?: string[] } | undefined): string {
  const name = inbox ? `“${inbox.name}”` : 'the inbox'
  const empty = inbox?.agents?.length === 0
  if (agent === 'round-robin')
    return empty
      ? `${name} has no agents yet, so nobody’s turn comes: the conversation waits there unassigned.`
      : `The next available agent of ${name}; with nobody available it waits there unassigned.`
  if (agent === '') return `If they are a member of ${name}. Otherwise it waits there unassigned.`
  return 'Always this agent.'
}
