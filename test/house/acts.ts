import { plainText } from '@pavior/shared/document/plain.ts'
import type { Act, Life } from '@pavior/shared/journal/life.ts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestTeam } from './house.ts'
import { toldLife } from './life.ts'
import { shows } from './screens.ts'

/** What a dry run says that acts, and what then really acts on somebody, in the same words: to compare. */

type Acts = [component: string, says: string][]

const story = (page: Page) => page.getByRole('list', { name: 'What happens' })

export const saysInDryRun = (page: Page, text: string): Promise<void> => shows(story(page).getByText(text))

/** Of a dry run as it stands on the screen, in its order. Which component it was is told by the canvas. */
export async function toldActs(page: Page): Promise<Acts> {
  const acted = await page
    .locator('.react-flow__node:has(.acted, .stopped)')
    .evaluateAll(nodes =>
      nodes.map(node => [node.querySelector('p')?.textContent ?? '', node.getAttribute('data-id') ?? ''] as const),
    )
  const whose = new Map(acted)
  const sentences = await story(page).locator('li.did > span, li.not > span').allTextContents()
  expect([...whose.keys()].sort()).toEqual([...sentences].sort())
  return sentences.map(sentence => [whose.get(sentence) ?? '', sentence.replace(/, because .*/s, '')])
}

/** Of one person, as their journal has it. */
export async function livedActs(team: TestTeam, email: string): Promise<Acts> {
  const [person] = await team.sql`select id from people where team_id = ${team.id} and email = ${email}`
  const inboxes = await team.sql`select id, name from inboxes where team_id = ${team.id}`
  const names = new Map(inboxes.map(({ id, name }) => [String(id), String(name)]))
  const life = await toldLife(team.sql, team.id, String(person?.id))
  const acts = [...life.enrollments.values()].flatMap(enrollment => enrollment.acts)
  return acts.map(act => [act.component, inWords(act, life, names)])
}

function inWords(
  { outcome, conversation, message }: Act,
  { conversations }: Life,
  inboxes: Map<string, string>,
): string {
  const talk = conversations.get(conversation ?? '')
  const sent = talk?.messages.find(({ id }) => id === message)
  const words: Partial<Record<Act['outcome'], string>> = {
    triggered: 'Heard the message',
    sent: `Sent: “${sent ? plainText(sent.content) : ''}”`,
    matched: 'Matched',
    unmatched: 'Not matched',
    assigned: `Assigned to “${inboxes.get(talk?.inbox ?? '')}”, ${talk?.assignee ?? 'to nobody yet'}`,
    passed: 'The wait is over',
    ended: 'Ends the workflow',
  }
  return words[outcome] ?? outcome
}
