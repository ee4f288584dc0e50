import { randomUUID } from 'node:crypto'
import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import { emailAndNameForm } from '@pavior/shared/campaign/default.ts'
import { plainDocument } from '@pavior/shared/document/document.ts'
import type { EntryBody } from '@pavior/shared/journal/entry.ts'
import type { Interaction } from '@pavior/shared/journal/interaction.ts'
import type { Sql } from 'postgres'
import { makeLive } from '../../house/publish.ts'

export type LongPast = { person: string; conversation: string; entries: number }

type Body = EntryBody extends infer Each ? (Each extends EntryBody ? Omit<Each, 'v'> : never) : never
type Line = { after: number; body: Body }
type Of = { conversation: string; campaign: string; agent: string }

const send = emailAndNameForm.components.find(({ type }) => type === 'send-message')
const asking = send?.type === 'send-message' ? send.settings.content : plainDocument('How can we reach you?')

/**
 * The past of one person with so many entries, as life makes them: every few days a visit with a page or two, a message, the
 * campaign's form (refused at first), an agent's answer, and all that was done in the widget. Only what a rewind reads is stored.
 */
export async function longPast(
  sql: Sql,
  teams: LiveTeams,
  { team, agent, entries }: { team: string; agent: string; entries: number },
): Promise<LongPast> {
  const { id: campaign } = await makeLive(sql, teams, team, { ...emailAndNameForm, name: `Asks after ${entries}` })
  const past = { person: randomUUID(), conversation: randomUUID(), entries }
  const lines = linesOf({ conversation: past.conversation, campaign, agent }, entries)
  const spans = lines.reduce((sum, { after }) => sum + after, 0)
  let at = Date.now() - spans - 60_000
  const began = new Date(at)
  const rows = lines.map(({ after, body: { kind, ...data } }, index) => {
    at += after
    return { team_id: team, stream: past.person, number: index + 1, at: new Date(at).toISOString(), kind, v: 1, data }
  })
  for (let from = 0; from < rows.length; from += 5000)
    await sql`
      insert into journal (team_id, stream, number, at, kind, v, data)
      select team_id, stream, number, at, kind, v, data
      from jsonb_to_recordset(${sql.json(rows.slice(from, from + 5000))})
        as row (team_id text, stream uuid, number int, at timestamptz, kind text, v int, data jsonb)`
  await sql`
    insert into people (team_id, id, type, email, attributes, sources, context, first_seen_at, fact_at, entries)
    values (${team}, ${past.person}, 'lead', 'jane@shop.example', '{}', '{}', '{}', ${began}, ${new Date(at)}, ${entries})`
  await sql`
    insert into conversations (team_id, id, person_id, started_at, started_by, state, listed, number, revision,
      seen_by_person, seen_by_team, last_from_person, last_at)
    values (${team}, ${past.conversation}, ${past.person}, ${began}, '{"type": "person"}', 'open', true, 0, 0, 0, 0, 0, ${new Date(at)})`
  return past
}

function linesOf(of: Of, entries: number): Line[] {
  const lines: Line[] = []
  const visits = visitsOf(of)
  while (lines.length < entries) lines.push(...visits.next().value)
  return lines.slice(0, entries)
}

const page = (name: string, after = 4000): Line => ({
  after,
  body: { kind: 'page-viewed', url: `https://shop.example/${name}`, title: `The shop: ${name}` },
})

function* visitsOf(of: Of): Generator<Line[], never> {
  let place = 0
  for (let visit = 0; ; visit++) {
    const lines = visitOf(of, visit, place)
    place += lines.filter(({ body }) => body.kind === 'message-sent').length
    yield lines
  }
}

/** @param place the number of the last message before */
function visitOf({ conversation, campaign, agent }: Of, visit: number, place: number): Line[] {
  const [session, enrollment, message] = [`tab-${visit}`, randomUUID(), randomUUID()]
  const inside = { enrollment, component: 'ask' }
  const did = (after: number, what: Interaction): Line => ({
    after,
    body: { kind: 'interacted', session, before: 200, what },
  })
  const by = { type: 'person' } as const
  const says = (text: string, from: Extract<Body, { kind: 'message-sent' }>['from'], number: number): Line => ({
    after: 9000,
    body: { kind: 'message-sent', conversation, id: randomUUID(), place: number, from, content: plainDocument(text) },
  })
  const began: Interaction = {
    does: 'began',
    viewport: { width: 1280, height: 800 },
    phone: false,
    language: 'en',
    theme: 'light',
    open: false,
    ...(visit > 0 && { conversation }),
    url: `https://shop.example/boats/${visit}`,
    title: 'The shop: boats',
  }
  return [
    page(`boats/${visit}`, visit === 0 ? 0 : 3_600_000 * (3 + ((visit * 7) % 90))),
    did(800, began),
    ...(visit === 0 ? [{ after: 0, body: { kind: 'conversation-started', conversation, by } } satisfies Line] : []),
    did(5000, { does: 'opened' }),
    did(10, { does: 'showed', conversation }),
    says(`Is the Harbour ${visit} still in stock, and can it be here by Friday? I need two of them.`, by, place + 1),
    { after: 0, body: { kind: 'entered', enrollment, campaign, version: 1 } },
    { after: 0, body: { kind: 'acted', enrollment, component: 'chat', outcome: 'triggered', conversation } },
    {
      after: 0,
      body: { kind: 'acted', ...inside, outcome: 'sent', from: 'chat', conversation, message },
    },
    {
      after: 0,
      body: {
        kind: 'message-sent',
        conversation,
        id: message,
        place: place + 2,
        from: { type: 'team' },
        content: asking,
        form: 'open',
        campaign: { id: campaign, component: 'ask', enrollment },
      },
    },
    did(900, { does: 'form-shown', message }),
    { after: 0, body: { kind: 'seen', conversation, upTo: place + 2, by } },
    { after: 0, body: { kind: 'engaged', ...inside, outcome: 'seen' } },
    did(1200, { does: 'message-seen', conversation, number: place + 2 }),
    did(2000, { does: 'field-focused', message, field: 'email' }),
    did(4000, { does: 'field-left', message, field: 'email', filled: true }),
    did(300, { does: 'form-refused', message, refused: { email: 'This is no email address.' }, filled: ['email'] }),
    { after: 0, body: { kind: 'engaged', ...inside, outcome: 'refused' } },
    did(1500, { does: 'field-focused', message, field: 'email' }),
    did(6000, { does: 'form-sent', message }),
    {
      after: 100,
      body: { kind: 'form-submitted', conversation, message, values: { email: `jane${visit}@shop.example` } },
    },
    {
      after: 0,
      body: { kind: 'attributes-set', set: { email: `jane${visit}@shop.example` }, source: 'form' },
    },
    { after: 0, body: { kind: 'engaged', ...inside, outcome: 'submitted' } },
    { after: 0, body: { kind: 'left', enrollment, status: 'completed' } },
    { after: 30_000, body: { kind: 'conversation-assigned', conversation, inbox: null, assignee: agent, by } },
    { after: 10, body: { kind: 'note-written', conversation, id: randomUUID(), agent, content: asksAround } },
    says('It is. I have put two aside for you; they leave the harbour today.', { type: 'agent', id: agent }, place + 3),
    did(1000, { does: 'message-seen', conversation, number: place + 3 }),
    { after: 0, body: { kind: 'seen', conversation, upTo: place + 3, by } },
    did(2000, { does: 'scrolled', conversation, number: place + 3 }),
    did(8000, { does: 'page-changed', url: `https://shop.example/harbour/${visit}`, title: 'The shop: Harbour' }),
    page(`harbour/${visit}`),
    { after: 2000, body: { kind: 'event-tracked', name: 'order placed', properties: { amount: 40 + visit } } },
    did(3000, { does: 'closed' }),
    page('thanks'),
  ]
}

const asksAround = plainDocument('Asked the warehouse: enough of them.')
