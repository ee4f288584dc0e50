import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { Check, Inbox, UserRoundCheck, UserRoundMinus, UserRoundPlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useKeys } from '../frame/keys.ts'
import { changeConversation } from '../live/change.ts'
import { agentsQuery, inboxesQuery, meQuery } from '../live/queries.ts'
import { Face } from '../ui/face.tsx'
import { Key } from '../ui/key.tsx'
import { Group, Item, Line, Menu } from '../ui/menu.tsx'
import { firstName } from '../ui/names.ts'

/** Whose it is: an agent's, an inbox's. `A` opens it, `I` takes it. */
export function AssignMenu({ conversation }: { conversation: InboxConversation }) {
  const [open, setOpen] = useState(false)
  const me = useQuery(meQuery).data?.agent
  const agents = useQuery(agentsQuery).data?.data ?? []
  const inboxes = useQuery(inboxesQuery).data?.data ?? []
  const { id, assignee, inbox } = conversation
  const assign = (to: { id: string; name: string } | null) => {
    if (to?.id !== assignee?.id) void changeConversation(id, { assignee: to && { id: to.id, name: to.name } })
  }
  const takeIt = () => {
    if (me) assign(me)
  }
  useKeys({ assign: () => setOpen(true), 'assign.me': takeIt })
  const others = agents.filter(agent => agent.id !== me?.id)
  return (
    <Menu
      className="button head-assign"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <>
          {assignee ? <UserRoundCheck /> : <UserRoundPlus />}
          <span>
            {assignee ? <span class="unseen">Assigned to </span> : null}
            {assignee ? firstName(assignee.name) : 'Assign'}
          </span>
          <Key>A</Key>
        </>
      }
    >
      {me && assignee?.id !== me.id ? (
        <Item icon={<Face name={me.name} size="tiny" />} aside="I" onPick={takeIt}>
          Assign to me
        </Item>
      ) : null}
      {assignee ? (
        <Item icon={<UserRoundMinus />} onPick={() => assign(null)}>
          Unassign {firstName(assignee.name)}
        </Item>
      ) : null}
      {others.length === 0 ? null : (
        <Group label="Agents">
          {others.map(agent => (
            <Item
              key={agent.id}
              icon={agent.id === assignee?.id ? <Check /> : <Face name={agent.name} size="tiny" />}
              aside={agent.available ? 'available' : 'away'}
              onPick={() => assign(agent)}
            >
              {agent.name}
            </Item>
          ))}
        </Group>
      )}
      {inboxes.length === 0 ? null : (
        <>
          <Line />
          <Group label="Inbox">
            {inboxes.map(other => (
              <Item
                key={other.id}
                icon={other.id === inbox?.id ? <Check /> : <Inbox />}
                onPick={() => {
                  if (other.id !== inbox?.id) void changeConversation(id, { inbox: { id: other.id, name: other.name } })
                }}
              >
                {other.name}
              </Item>
            ))}
          </Group>
        </>
      )}
    </Menu>
  )
}
