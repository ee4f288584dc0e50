import { useQuery } from '@tanstack/react-query'
import { useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { agentsQuery, invitationsQuery, meQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { Invitation } from '../live/views.ts'
import { CopyButton } from '../ui/copy.tsx'
import { Question } from '../ui/dialog.tsx'
import { Face } from '../ui/face.tsx'
import { FormProblem } from '../ui/field.tsx'
import { dateOnly } from '../ui/time.ts'
import { CopyLine } from './copy-line.tsx'
import { Invite } from './invite.tsx'
import { Loaded, useMayChange } from './loaded.tsx'
import { Part } from './part.tsx'
import { useSave } from './use-save.ts'

/** Who answers, and who was asked to. */
export function AgentsSection() {
  const agents = useQuery(agentsQuery)
  const me = useQuery(meQuery).data?.agent.id
  const may = useMayChange()
  return (
    <>
      <Part title="In the team">
        <Loaded query={agents}>
          {({ data }) => (
            <ul class="lines">
              {data.map(agent => (
                <li key={agent.id} class="setting-line">
                  <Face name={agent.name} there={agent.available ? true : 'away'} />
                  <span class="setting-line-main">
                    <b>{agent.name}</b>
                    {agent.id === me ? ' (you)' : ''}
                    <small>{[agent.email, agent.available ? 'available' : 'away'].filter(Boolean).join(' · ')}</small>
                  </span>
                  {agent.role ? <span class="tag">{agent.role}</span> : null}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </Part>
      {may ? <Invitations /> : <p class="faint">Owners and admins of the team can invite others.</p>}
    </>
  )
}

function Invitations() {
  const query = useQuery(invitationsQuery)
  const [made, setMade] = useState<{ id: string; link: string; email: string }>()
  const [ending, setEnding] = useState<Invitation>()
  const [saving, save] = useSave()
  const revoke = (invitation: Invitation) => {
    setEnding(undefined)
    void save(async () => {
      await ask<unknown>(`/api/dashboard/invitations/${encodeURIComponent(invitation.id)}`, { method: 'DELETE' })
      if (made?.id === invitation.id) setMade(undefined)
      await client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    })
  }
  return (
    <>
      <Part title="Invite" says="Makes a link for one person. Send it to them yourself; it works once.">
        <Invite onMade={setMade} />
        {made ? (
          <div class="shown-once" role="status">
            <p>
              The link for <b>{made.email}</b>:
            </p>
            <CopyLine text={made.link} />
          </div>
        ) : null}
      </Part>
      <Part title="Open invitations">
        <FormProblem text={saving.refused} />
        <Loaded query={query}>
          {({ data }) =>
            data.length === 0 ? (
              <p class="faint">None. Invite a colleague above to answer together.</p>
            ) : (
              <ul class="lines">
                {data.map(invitation => (
                  <li key={invitation.id} class="setting-line">
                    <span class="setting-line-main">
                      <b>{invitation.email}</b>
                      <small>
                        as {invitation.role}
                        {invitation.expiresAt ? `, until ${dateOnly(invitation.expiresAt)}` : ''}
                      </small>
                    </span>
                    {invitation.link ? <CopyButton text={invitation.link} label="Copy link" /> : null}
                    <button type="button" class="button small danger" onClick={() => setEnding(invitation)}>
                      Take back
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Part>
      <Question
        open={ending !== undefined}
        title="Take the invitation back?"
        says={`The link that ${ending?.email ?? ''} has will not work any more.`}
        yes="Take it back"
        danger
        onYes={() => ending && revoke(ending)}
        onNo={() => setEnding(undefined)}
      />
    </>
  )
}
