import type { Removed, Started } from '@pavior/shared/protocol/statistics.ts'
import { useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { announceText } from '../live/announce.ts'
import { refusal } from '../live/change.ts'
import { client } from '../live/client.ts'
import { ask, sentenceOf } from '../live/server.ts'
import { countOf, peopleOf } from '../ui/count.ts'
import { Question } from '../ui/dialog.tsx'
import { Item, Menu } from '../ui/menu.tsx'
import { type CameOfIt, refusedBy, WhatCame } from './came-of-it.tsx'
import { peopleFile, startableQuery, type Which } from './data.ts'
import type { Behind } from './drill-row.tsx'
import type { Opened } from './scope.ts'

type Props = {
  which: Which
  opened: Opened
  /** How many are behind the number. */
  total: number
  chosen: ReadonlyMap<string, Behind>
  onClear: () => void
}

const NOTHING: CameOfIt = { says: '', not: [] }

/** As many as the server takes at once. */
export const MOST_CHOSEN = 200

/** What can be done with those who were chosen in the list; with nobody chosen, all of it can be taken along as a file. */
export function Selection({ which, opened, total, chosen, onClear }: Props) {
  const [asks, setAsks] = useState(false)
  const [adds, setAdds] = useState(false)
  // Kept while the question fades away.
  const [into, setInto] = useState({ id: '', name: '' })
  const [busy, setBusy] = useState(false)
  const [came, setCame] = useState<CameOfIt>(NOTHING)
  const rows = [...chosen.values()]
  const run = async (what: () => Promise<CameOfIt>, not: string) => {
    setBusy(true)
    try {
      const done = await what()
      setCame(done)
      announceText([done.says, ...done.not.map(({ says }) => says)].join(' '))
      onClear()
    } catch (error) {
      refusal.set(`${not}: ${sentenceOf(error)}`)
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: ['behind'] })
  }
  const remove = async () => {
    const path = `/api/dashboard/campaigns/${which.campaign}/removals`
    const body = { enrollments: rows.map(({ enrollment }) => enrollment) }
    const { removed, alreadyLeft } = await ask<Removed>(path, { method: 'POST', body })
    const says = `${peopleOf(removed)} removed${alreadyLeft === 0 ? '' : `; ${countOf(alreadyLeft)} had left already`}.`
    return { says, not: [] }
  }
  const start = async ({ id, name }: { id: string; name: string }) => {
    const body = { people: rows.map(({ id: person }) => person) }
    const { started, refused } = await ask<Started>(`/api/dashboard/campaigns/${id}/starts`, { method: 'POST', body })
    const rest = refused.length === 0 ? '' : `; ${countOf(refused.length)} may not enter it`
    return { says: `${peopleOf(started)} added to “${name}”${rest}.`, not: refusedBy(refused, rows) }
  }
  if (chosen.size === 0)
    return total === 0 && came === NOTHING ? null : (
      <div class="chosen-bar">
        <WhatCame {...came} />
        {total === 0 ? null : (
          <a class="button small quiet" href={peopleFile(which, opened, [])} download>
            <Download />
            Export {peopleOf(total)}
          </a>
        )}
      </div>
    )
  return (
    <div class="chosen-bar" role="toolbar" aria-label="With those who are chosen">
      <button type="button" class="icon" aria-label="Choose nobody" title="Choose nobody" onClick={onClear}>
        <X />
      </button>
      <span class="soft">
        {chosen.size >= MOST_CHOSEN
          ? `${peopleOf(chosen.size)}, as many as can be chosen`
          : `${countOf(chosen.size)} chosen`}
      </span>
      <AddTo
        busy={busy}
        onPick={campaign => {
          setInto(campaign)
          setAdds(true)
        }}
      />
      <button type="button" class="button small" disabled={busy} onClick={() => setAsks(true)}>
        Remove …
      </button>
      <a class="button small" href={peopleFile(which, opened, [...chosen.keys()])} download>
        Export
      </a>
      <Question
        open={adds}
        title={`Add ${peopleOf(chosen.size)} to “${into.name}”?`}
        says="It begins for each of them at once. Whoever its audience or re-entry keeps out does not enter."
        yes="Add them"
        onYes={() => {
          setAdds(false)
          void run(() => start(into), 'Not added')
        }}
        onNo={() => setAdds(false)}
      />
      <Question
        open={asks}
        title={`Remove ${peopleOf(chosen.size)} from the campaign?`}
        says="Whoever is still inside leaves it at once, and gets nothing more from it. Whoever has left already stays as they are."
        yes="Remove them"
        danger
        onYes={() => {
          setAsks(false)
          void run(remove, 'Nobody was removed')
        }}
        onNo={() => setAsks(false)}
      />
    </div>
  )
}

/** Campaigns that people are put into by hand only. */
function AddTo({ busy, onPick }: { busy: boolean; onPick: (campaign: { id: string; name: string }) => void }) {
  const campaigns = useQuery(startableQuery).data?.data ?? []
  return (
    <Menu trigger="Add to …" className="button small" side="top" busy={busy}>
      {campaigns.length === 0 ? (
        <p class="menu-label">No live campaign is entered by hand. Make one startable in its audience.</p>
      ) : null}
      {campaigns.map(campaign => (
        <Item key={campaign.id} onPick={() => onPick(campaign)}>
          {campaign.name}
        </Item>
      ))}
    </Menu>
  )
}
