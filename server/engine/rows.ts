import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Act, Conversation, Enrollment, Life, Message } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { StoredFlips } from '../database/rows.ts'
import { countRows, type Stood } from './counts.ts'
import type { NewRows, Rows, Value } from './tables.ts'

export type Written = {
  team: string
  life: Life
  entries: readonly Entry[]
  /** Nobody knew the person before. */
  isNew: boolean
  /** The life before the fact, and that of who is merged in. */
  before: Stood[]
  /** When time alone can next make the person eligible for a campaign (C1). */
  flipAt: number | undefined
  /** The same by campaign. */
  flips: StoredFlips | undefined
}

/** Adds the rows of what became of one fact: read off the entries, so that what is stored is what is journalled (S6). */
export function addRows(rows: Rows, written: Written): void {
  const { team, life, entries, isNew, flipAt, flips } = written
  const last = entries.at(-1)
  if (!last) return
  const stream = life.person.id
  const person = (often: boolean) => personRow(team, life, last.number, { flipAt, flips }, often)
  if (isNew) rows.made.people.push(person(false))
  else rows.changed.people.push({ row: person, often: !entries.some(isAboutPerson) })
  for (const [id, { often, begins }] of touched(entries)) {
    const conversation = life.conversations.get(id)
    if (!conversation) continue
    const row = (often: boolean) => conversationRow(team, stream, conversation, often)
    if (begins) rows.made.conversations.push(row(false))
    else rows.changed.conversations.push({ row, often })
  }
  addMessages(rows, team, life, entries)
  addEnrollments(rows, team, life, entries)
  addActs(rows, team, life, entries)
  for (const entry of entries) addEntry(rows.made, team, life, entry)
  countRows(rows, written)
}

const ABOUT_PERSON: readonly Entry['kind'][] = [
  'arrived',
  'page-viewed',
  'attributes-set',
  'identified',
  'became-lead',
  'merged',
  'address-changed',
  'eligible-noted',
  'eligible-forgotten',
  'erased',
]
const isAboutPerson = ({ kind }: Entry): boolean => ABOUT_PERSON.includes(kind)

const STATE: readonly Entry['kind'][] = [
  'conversation-assigned',
  'conversation-closed',
  'conversation-snoozed',
  'conversation-reopened',
]

/** The conversations that the entries change: whether they begin with them, and whether only what changes often did. */
function touched(entries: readonly Entry[]): Map<string, { often: boolean; begins: boolean }> {
  const conversations = new Map<string, { often: boolean; begins: boolean }>()
  for (const entry of entries) {
    if (!('conversation' in entry) || entry.conversation === undefined || entry.kind === 'acted') continue
    const known = conversations.get(entry.conversation) ?? { often: true, begins: false }
    conversations.set(entry.conversation, {
      often: known.often && !STATE.includes(entry.kind),
      begins: known.begins || entry.kind === 'conversation-started',
    })
  }
  return conversations
}

function addMessages({ made, changed }: Rows, team: string, life: Life, entries: readonly Entry[]): void {
  const sent = new Set(entries.flatMap(entry => (entry.kind === 'message-sent' ? [entry.id] : [])))
  for (const [id, conversation] of messagesIn(entries)) {
    const message = life.conversations.get(conversation)?.messages.find(one => one.id === id)
    if (!message) continue
    const row = messageRow(team, conversation, message)
    const often = message.email === undefined
    if (sent.has(id)) made.messages.push(row)
    else changed.messages.push({ row: () => row, often })
    if (!message.email || !message.campaign) continue
    const email = emailRow(team, life, conversation, message, entries)
    if (sent.has(id)) made.emails.push(email)
    else changed.emails.push({ row: () => email, often })
  }
}

function emailRow(
  team: string,
  { person }: Life,
  conversation: string,
  { id, campaign, email, at }: Message,
  entries: readonly Entry[],
): Value[] {
  const changes = entries.flatMap(entry =>
    entry.kind === 'email-changed' && entry.message === id ? [[entry.state, entry] as const] : [],
  )
  const when = new Map(changes.map(([state, entry]) => [state, entry.at]))
  const { id: campaignId, enrollment, component } = campaign ?? { id: '', enrollment: '', component: '' }
  const place = [campaignId, enrollment, component, conversation, email?.to ?? '', email?.state ?? 'due']
  const reason = changes.at(-1)?.[1].reason ?? null
  return [team, id, person.id, ...place, toIso(at), moment(when.get('handing')), moment(when.get('handed')), reason]
}

const ABOUT_MESSAGE: readonly Entry['kind'][] = ['form-submitted', 'form-closed', 'button-pressed', 'email-changed']

/** Messages that were sent or changed, with their conversations. */
function messagesIn(entries: readonly Entry[]): Map<string, string> {
  const messages = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind === 'message-sent') messages.set(entry.id, entry.conversation)
    if (ABOUT_MESSAGE.includes(entry.kind) && 'message' in entry && 'conversation' in entry)
      if (entry.message !== undefined && entry.conversation !== undefined)
        messages.set(entry.message, entry.conversation)
  }
  return messages
}

/** Enrollments that the entries speak of, and those whose forms they answered or closed. */
function addEnrollments({ made, changed }: Rows, team: string, life: Life, entries: readonly Entry[]): void {
  const entered = new Set(entries.flatMap(entry => (entry.kind === 'entered' ? [entry.enrollment] : [])))
  const ids = new Set(entries.flatMap(entry => ('enrollment' in entry ? [entry.enrollment] : [])))
  for (const [id, conversation] of messagesIn(entries)) {
    const campaign = life.conversations.get(conversation)?.messages.find(one => one.id === id)?.campaign
    if (campaign) ids.add(campaign.enrollment)
  }
  for (const id of ids) {
    const enrollment = life.enrollments.get(id)
    if (!enrollment) continue
    const row = enrollmentRow(team, life.person.id, enrollment)
    const often = !entries.some(entry => (entry.kind === 'moved' || entry.kind === 'looked') && entry.enrollment === id)
    if (entered.has(id)) made.enrollments.push(row)
    else changed.enrollments.push({ row: () => row, often })
  }
}

/** As they are after all entries: what was done may have been answered or revoked in the same fact. */
function addActs({ made, changed }: Rows, team: string, life: Life, entries: readonly Entry[]): void {
  const done = new Set<string>()
  const key = (enrollment: string, component: string) => `${enrollment} ${component}`
  for (const entry of entries) {
    if (entry.kind !== 'acted') continue
    done.add(key(entry.enrollment, entry.component))
    made.acts.push(
      actRow(team, entry.enrollment, actOf(life, entry.enrollment, entry.component) ?? { ...entry, engaged: {} }),
    )
  }
  for (const entry of entries) {
    if (entry.kind !== 'engaged' && entry.kind !== 'act-revoked') continue
    const { enrollment, component } = entry
    if (done.has(key(enrollment, component))) continue
    // Of an enrollment that was left the acts are not loaded: what became of them is not noted on them, and one that is
    // revoked is changed where it stands (`extra.ts`).
    const act = actOf(life, enrollment, component)
    if (!act) continue
    done.add(key(enrollment, component))
    const row = actRow(team, enrollment, act)
    changed.acts.push({ row: () => row, often: entry.kind !== 'act-revoked' })
  }
}

const actOf = (life: Life, enrollment: string, component: string): Act | undefined =>
  life.enrollments.get(enrollment)?.acts.find(act => act.component === component)

const actRow = (team: string, enrollment: string, act: Act): Value[] => [
  team,
  enrollment,
  act.component,
  toIso(act.at),
  act.outcome,
  act.from ?? null,
  act.conversation ?? null,
  act.message ?? null,
  act.reason ?? null,
  json(act.engaged),
]

/** When enrollments are to be looked at next, against when they were to be (see `timers` in the schema). */
export function addTimers(
  { made, changed, stopped }: Rows,
  team: string,
  person: string,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): void {
  for (const [enrollment, at] of after) {
    const row = [team, enrollment, person, toIso(at)]
    const known = before.get(enrollment)
    if (known === undefined) made.timers.push(row)
    else if (known !== at) changed.timers.push({ row: () => row, often: true })
  }
  for (const enrollment of before.keys()) if (!after.has(enrollment)) stopped.push(enrollment)
}

/** When the timers that are set anew are due. */
export const newTimers = ({ made, changed }: Rows): number[] =>
  [...made.timers, ...changed.timers.map(({ row }) => row(true))].map(row => Date.parse(String(row[3])))

function addEntry(rows: NewRows, team: string, life: Life, entry: Entry): void {
  const stream = life.person.id
  const { number, at, kind, v, ...data } = entry
  rows.journal.push([team, stream, number, toIso(at), kind, v, JSON.stringify(data)])
  if (entry.kind === 'event-tracked') {
    const happened = toIso(entry.happenedAt ?? at)
    rows.events.push([team, stream, stream, number, entry.name, JSON.stringify(entry.properties ?? {}), happened])
  }
  if (entry.kind === 'note-written') {
    const note = life.conversations.get(entry.conversation)?.notes.find(one => one.id === entry.id)
    if (note)
      rows.notes.push([
        team,
        entry.conversation,
        note.revision,
        note.id,
        toIso(at),
        note.agent,
        JSON.stringify(note.content),
      ])
  }
}

const moment = (at: number | undefined): Value => (at === undefined ? null : toIso(at))
const json = (value: unknown): Value => (value === undefined ? null : JSON.stringify(value))

/** @param often without what such a change leaves as it is */
export function personRow(
  team: string,
  { person, noted }: Life,
  entries: number,
  { flipAt, flips }: Pick<Written, 'flipAt' | 'flips'>,
  often: boolean,
): Value[] {
  const { language, timezone, country, browser, os, device } = person
  return [
    team,
    person.id,
    person.type,
    person.externalId ?? null,
    person.email ?? null,
    person.name ?? null,
    person.phone ?? null,
    often ? null : json(person.attributes),
    often ? null : json(person.sources),
    often ? null : json({ language, timezone, country, browser, os, device }),
    often ? null : json(person.page),
    often ? null : toIso(person.firstSeenAt),
    moment(person.lastSeenAt),
    moment(person.signedUpAt),
    toIso(person.factAt),
    entries,
    person.openConversations,
    moment(person.lastMessageAt),
    person.emailStatus ?? null,
    often ? null : json([...noted].sort()),
    moment(flipAt),
    json(flips),
    null,
    moment(person.erasedAt),
  ]
}

function conversationRow(team: string, person: string, one: Conversation, often: boolean): Value[] {
  return [
    team,
    one.id,
    person,
    often ? null : toIso(one.startedAt),
    often ? null : json(one.startedBy),
    often ? null : json(one.startedOn),
    one.state,
    moment(one.snoozedUntil),
    one.inbox ?? null,
    one.assignee ?? null,
    one.listed,
    one.number,
    one.revision,
    one.seenByPerson,
    one.seenByTeam,
    one.lastFromPerson,
    json(one.last),
    toIso(one.last?.at ?? one.startedAt),
    one.agent ?? null,
    one.campaign ?? null,
    one.answered,
    json(one.awaiting),
  ]
}

function messageRow(team: string, conversation: string, one: Message): Value[] {
  const { number, id, revision, at, from, content, form, button, campaign, email } = one
  return [
    team,
    conversation,
    number,
    id,
    revision,
    toIso(at),
    json(from),
    json(content),
    json(form),
    button ?? null,
    json(campaign),
    json(email),
  ]
}

function enrollmentRow(team: string, person: string, one: Enrollment): Value[] {
  return [
    team,
    one.id,
    person,
    one.campaign,
    one.version,
    one.status,
    toIso(one.enteredAt),
    moment(one.leftAt),
    one.cause ?? null,
    one.look,
    json(one.standing),
    json(one.openForms),
    json(one.openEmails),
  ]
}
