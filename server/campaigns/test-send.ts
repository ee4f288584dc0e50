import { randomUUID } from 'node:crypto'
import { type Component, Component as ComponentSchema } from '@pavior/shared/campaign/campaign.ts'
import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import type { Document } from '@pavior/shared/document/document.ts'
import { fillVariables } from '@pavior/shared/document/variables.ts'
import { parse } from '@pavior/shared/parse.ts'
import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { z } from 'zod'
import { renderEmail, type Sender } from '../email/render.ts'
import type { Transport } from '../email/transport.ts'
import type { Agent } from '../teams/agents.ts'
import type { LiveTeam } from './live.ts'

export type Rendered = {
  component: Extract<Component, { type: 'send-message' | 'send-email' }>
  content: Document
  from: { type: 'agent' | 'team'; name: string }
}

/**
 * What a Send component of the draft would say to an agent, who stands in for a signup with their name and address.
 * Nothing is stored and nothing counted. Throws a Problem that says what is wrong with the component.
 */
export function renderTest(
  draft: Pick<CampaignDraft, 'components'>,
  id: string,
  team: LiveTeam,
  agent: Agent,
): Rendered {
  const index = draft.components.findIndex(one => one.id === id)
  if (index < 0) throw wrong(`there is no component "${id}"`)
  const path = z.object({ components: z.object({ [index]: ComponentSchema }) })
  const component = parse(path, { components: { [index]: draft.components[index] } }).components[index]
  if (component?.type !== 'send-message' && component?.type !== 'send-email')
    throw wrong(`"${id}" sends nothing: only Send components can be tested`)
  const { from, content } = component.settings
  const name = team.agentNames.get(from)
  return {
    component,
    content: fillVariables(content, standIn(agent)),
    from: name === undefined ? { type: 'team', name: team.name } : { type: 'agent', name },
  }
}

/** Sends a tried email to the agent; nobody is told what becomes of it. Throws a Problem with what its way out says. */
export async function sendTest(
  { transport, sender }: { transport: Transport; sender: Sender },
  { component, content, from }: Rendered,
  team: LiveTeam,
  { email: to }: Agent,
): Promise<{ to: string; subject: string; sent: boolean }> {
  if (component.type !== 'send-email') throw new Error('a test email of what sends none')
  const id = randomUUID()
  const { subject, preview } = component.settings
  const email = await renderEmail({ team, email: id, fromName: from.name, to, subject, preview, content }, sender)
  const handed = await transport.send(email, id, {})
  if (handed.kind !== 'taken') throw new Problem('unavailable', `The email was not sent: ${handed.reason}`)
  return { to, subject: email.subject, sent: transport.name !== 'outbox' }
}

/** An agent as whom a message is tried. */
export const standIn = ({ name, email }: Agent): Person => ({
  ...newcomer('00000000-0000-0000-0000-000000000000', 0),
  type: 'signup',
  name,
  email,
})

function wrong(message: string): Problem {
  return new Problem('invalid', `component: ${message}`, { fields: [{ path: 'component', message }] })
}
