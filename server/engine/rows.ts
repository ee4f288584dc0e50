import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Conversation, Enrollment, Life, Message } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import { countRows, type Standings } from './counts.ts'
import type { NewRows, Rows, Value } from './tables.ts'

export type Written = {
  team: string
  life: Life
  entries: readonly Entry[]
  /** Nobody knew the person before. */
  isNew: boolean
  /** What the life counted for before the fact. */
  before: Standings
}

/** Adds the rows of what became of one fact: read off the entries, so that what is stored is what is journalled (S6). */
export function addRows(rows: Rows, written: Written): void {
  const { team, life, entries, isNew } = written
  const last = entries.at(-1)
  if (!last) return
  const stream = life.person.id
  const person = personRow(team, life, last.number)
  if (isNew) rows.made.people.push(person)
  else rows.changed.people.push({ row: person, often: !entries.some(isAboutPerson) })
  for (const [id, { often, begins }] of touched(entries)) {
    const conversation = life.conversations.get(id)
    if (!conversation) continue
    const row = conversationRow(team, stream, conversation)
    if (begins) rows.made.conversations.push(row)
    else rows.changed.conversations.push({ row, often })
  }
  addMessages(rows, team, life, entries)
  addEnrollments(rows, team, life, entries)
  for (const entry of entries) addEntry(rows.made, team, life, entry)
  countRows(rows.made, written)
}

const ABOUT_PERSON: readonly Entry['kind'][] = [
  'arrived',
  'page-viewed',
  'attributes-set',
  'identified',
  'became-lead',
  'merged',
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
    if (sent.has(id)) made.messages.push(row)
    else changed.messages.push({ row, often: true })
  }
}

/** Messages that were sent or changed, with their conversations. */
function messagesIn(entries: readonly Entry[]): Map<string, string> {
  const messages = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind === 'message-sent') messages.set(entry.id, entry.conversation)
    if (entry.kind === 'form-submitted' || entry.kind === 'form-closed' || entry.kind === 'button-pressed')
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
    if (entered.has(id)) made.enrollments.push(row)
    else changed.enrollments.push({ row, often: true })
  }
}

function addEntry(rows: NewRows, team: string, life: Life, entry: Entry): void {
  const stream = life.person.id
  const { number, at, kind, v, ...data } = entry
  rows.journal.push([team, stream, number, toIso(at), kind, v, JSON.stringify(data)])
  if (entry.kind === 'acted') {
    const { enrollment, component, outcome, from, conversation, message, reason } = entry
    rows.acts.push([
      team,
      enrollment,
      component,
      toIso(at),
      outcome,
      from ?? null,
      conversation ?? null,
      message ?? null,
      reason ?? null,
    ])
  }
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

function personRow(team: string, { person }: Life, entries: number): Value[] {
  const { language, timezone, country, browser, os, device } = person
  return [
    team,
    person.id,
    person.type,
    person.externalId ?? null,
    person.email ?? null,
    person.name ?? null,
    person.phone ?? null,
    json(person.attributes),
    json(person.sources),
    json({ language, timezone, country, browser, os, device }),
    json(person.page),
    toIso(person.firstSeenAt),
    moment(person.lastSeenAt),
    moment(person.signedUpAt),
    toIso(person.factAt),
    entries,
    null,
  ]
}

function conversationRow(team: string, person: string, one: Conversation): Value[] {
  return [
    team,
    one.id,
    person,
    toIso(one.startedAt),
    json(one.startedBy),
    json(one.startedOn),
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
  ]
}

function messageRow(team: string, conversation: string, one: Message): Value[] {
  const { number, id, revision, at, from, content, form, button, campaign } = one
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
    json(one.listening),
    json(one.openForms),
  ]
}
