import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-preact'
import { useLocation } from 'wouter-preact'
import { listNames } from '../live/lists.ts'
import { countsQuery, inboxesQuery } from '../live/queries.ts'
import { Group, Item, Menu } from '../ui/menu.tsx'

/** The lists as a menu in the list's own head, where the navigation has no room for them. */
export function ListPicker({ name }: { name: string }) {
  const [, navigate] = useLocation()
  const counts = useQuery(countsQuery).data
  const inboxes = useQuery(inboxesQuery).data?.data ?? []
  return (
    <Menu
      className="list-picker"
      label={`${name}: choose a list`}
      trigger={
        <>
          <b>{name}</b>
          <ChevronDown />
        </>
      }
    >
      <Item onPick={() => navigate('/inbox/mine')} aside={`${counts?.mine ?? ''}`}>
        {listNames.mine}
      </Item>
      <Item onPick={() => navigate('/inbox/unassigned')} aside={`${counts?.unassigned ?? ''}`}>
        {listNames.unassigned}
      </Item>
      <Item onPick={() => navigate('/inbox/all')} aside={`${counts?.all ?? ''}`}>
        {listNames.all}
      </Item>
      <Item onPick={() => navigate('/inbox/snoozed')} aside={`${counts?.snoozed ?? ''}`}>
        {listNames.snoozed}
      </Item>
      <Item onPick={() => navigate('/inbox/closed')} aside={`${counts?.closed ?? ''}`}>
        {listNames.closed}
      </Item>
      {inboxes.length === 0 ? null : (
        <Group label="Inboxes">
          {inboxes.map(inbox => (
            <Item
              key={inbox.id}
              onPick={() => navigate(`/inbox/inbox-${inbox.id}`)}
              aside={counts ? `${counts.inboxes[inbox.id] ?? 0}` : ''}
            >
              {inbox.name}
            </Item>
          ))}
        </Group>
      )}
    </Menu>
  )
}
