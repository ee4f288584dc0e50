import { buttonOf, formOf, hasLink, isBlank, plainDocument } from '../document/document.ts'
import { type Refusal, readForm } from '../document/form.ts'
import { plainText } from '../document/plain.ts'
import { fillVariables } from '../document/variables.ts'
import type { By, Conversation } from '../journal/life.ts'
import { Problem } from '../problem.ts'
import { activeByAge } from './by-age.ts'
import { identify, setAttributes } from './change-person.ts'
import { setAddress, takeEmailStep, tellOfEmail } from './email.ts'
import { answer, engage, glance } from './engage.ts'
import type { Fact, FactBody } from './fact.ts'
import { record } from './interactions.ts'
import { leave } from './leave.ts'
import { conversationOf, messageOf } from './messages.ts'
import { addEvent } from './tallies.ts'
import type { Course, Heard } from './world.ts'

type Of<K extends FactBody['kind']> = Extract<Fact, { kind: K }>

/**
 * What the fact itself does to the person, before any campaign looks at it (C7). Gives the message that Inbound
 * messages may hear. Throws a Problem when it can't be: nothing has happened then.
 */
export function change(course: Course, fact: Fact): Heard | undefined {
  arrive(course, fact)
  switch (fact.kind) {
    case 'message':
      return sendByPerson(course, fact)
    case 'agent-message': {
      const { conversation, agent } = fact
      const { number } = conversationOf(course, conversation)
      const content = fillVariables(fact.content, course.world.life.person)
      if (isBlank(content)) throw new Problem('invalid', 'For this person the message is empty.')
      refuseTakenId(course, fact.id)
      course.emit({
        kind: 'message-sent',
        v: 1,
        conversation,
        id: fact.id,
        place: number + 1,
        from: agent === undefined ? { type: 'team' } : { type: 'agent', id: agent },
        content,
        form: formOf(content) ? 'open' : undefined,
      })
      return undefined
    }
    case 'note': {
      const { conversation, content, agent } = fact
      conversationOf(course, conversation)
      course.emit({ kind: 'note-written', v: 1, conversation, id: fact.id, agent, content })
      return undefined
    }
    case 'form':
      submitForm(course, fact)
      return undefined
    case 'button':
      return pressButton(course, fact)
    case 'identified':
      identify(course, fact)
      return undefined
    case 'attributes':
      setAttributes(course, fact.set, fact.source)
      return undefined
    case 'assigned':
      assign(course, fact)
      return undefined
    case 'state':
      setState(course, fact)
      return undefined
    case 'seen':
      see(course, fact)
      return undefined
    case 'page': {
      const { url, title, referrer } = fact
      course.emit({ kind: 'page-viewed', v: 1, url, title, referrer })
      return undefined
    }
    case 'track': {
      const { name, properties } = fact
      // Never ahead: clocks differ.
      const happenedAt = fact.happenedAt !== undefined && fact.happenedAt < course.now ? fact.happenedAt : undefined
      course.emit({ kind: 'event-tracked', v: 1, name, properties, happenedAt })
      addEvent(course.world.tallies, course.campaigns.needsOf(name), properties ?? {}, happenedAt ?? course.now)
      return undefined
    }
    case 'remove':
      remove(course, fact)
      return undefined
    case 'erase':
      erase(course)
      return undefined
    case 'email':
      takeEmailStep(course, fact)
      return undefined
    case 'interactions':
      record(course, fact)
      return undefined
    case 'email-event':
      tellOfEmail(course, fact)
      return undefined
    case 'address':
      setAddress(course, fact)
      return undefined
    // What campaigns make of these comes after their exits.
    case 'time':
    case 'enroll':
    case 'start':
      return undefined
    default:
      return fact satisfies never
  }
}

/** A browser that tells something new about itself, or a person's first fact from a browser. */
function arrive(course: Course, fact: Fact): void {
  const { context } = fact
  if (!context) return
  const { person } = course.world.life
  const told = { ...context, country: context.country ?? person.country }
  const news = (['language', 'timezone', 'country', 'browser', 'os', 'device'] as const).some(
    key => told[key] !== person[key],
  )
  if (news || course.world.isNew) course.emit({ kind: 'arrived', v: 1, ...told })
  const { page } = fact
  if (page && page.url !== person.page?.url) course.emit({ kind: 'page-viewed', v: 1, ...page })
}

function sendByPerson(course: Course, fact: Of<'message'>): Heard {
  const first = fact.conversation === undefined
  const conversation = fact.conversation ?? course.world.newId(course.now)
  if (first)
    course.emit({
      kind: 'conversation-started',
      v: 1,
      conversation,
      by: { type: 'person' },
      inbox: course.world.inbox,
      page: course.world.life.person.page,
    })
  const { number, state } = conversationOf(course, conversation)
  refuseTakenId(course, fact.id)
  // C28
  if (state !== 'open') course.emit({ kind: 'conversation-reopened', v: 1, conversation, by: { type: 'person' } })
  const { content, id } = fact
  const answered = answer(course, conversation)
  course.emit({ kind: 'message-sent', v: 1, conversation, id, place: number + 1, from: { type: 'person' }, content })
  answered()
  return { conversation, message: id, first, text: plainText(content) }
}

/** S1: an id of the sender's that another message here has. Those that are not loaded are found by their key. */
function refuseTakenId(course: Course, id: string): void {
  for (const { messages } of course.world.life.conversations.values())
    if (messages.some(message => message.id === id))
      throw new Problem('conflict', 'This id was used for something else.')
}

const REFUSED: Record<Refusal, string> = {
  required: 'is needed',
  'too-long': 'is too long',
  'not-text': 'is not text',
  email: 'is not an email address',
  'email-ending': 'has no ending, like ".com"',
  number: 'is not a number',
  choice: 'is not one of the choices',
  date: 'is not a date',
  'unknown-field': 'is not a field of this form',
}

/** C20, C21: the first committed submission counts. */
function submitForm(course: Course, fact: Of<'form'>): void {
  const { conversation, message } = messageOf(course, fact.message)
  const form = formOf(message.content)
  if (!form || !message.form) throw new Problem('not-found', 'This message has no form.')
  if (message.form.state === 'submitted')
    throw new Problem('already-submitted', 'This form was answered already.', { values: message.form.values ?? {} })
  if (message.form.state === 'closed') throw new Problem('gone', 'This form is no longer needed.')
  const { values, refused } = readForm(form, fact.values)
  const fields = Object.entries(refused).map(([path, refusal]) => ({ path, message: REFUSED[refusal], refusal }))
  if (fields.length > 0)
    throw new Problem('invalid', fields.map(field => `${field.path} ${field.message}`).join('; '), { fields })
  course.emit({ kind: 'form-submitted', v: 1, conversation: conversation.id, message: message.id, values })
  engage(course, message.campaign, 'submitted')
  setAttributes(course, values, 'form')
}

/** A reply button posts its label as the person's message, once for its row (C11); a link is only noted. */
function pressButton(course: Course, fact: Of<'button'>): Heard | undefined {
  const { conversation, message } = messageOf(course, fact.message)
  if (fact.button === undefined) {
    if (!hasLink(message.content)) throw new Problem('not-found', 'This message has no link.')
    engage(course, message.campaign, 'clicked')
    return undefined
  }
  const button = buttonOf(message.content, fact.button)
  if (!button) throw new Problem('not-found', 'This message has no such button.')
  const reply = 'reply' in button.action
  if (reply && message.button !== undefined) throw new Problem('conflict', 'One of these buttons was chosen already.')
  course.emit({
    kind: 'button-pressed',
    v: 1,
    conversation: conversation.id,
    message: message.id,
    button: button.id,
    ...(reply && { reply }),
  })
  engage(course, message.campaign, 'clicked', button.id)
  if (!reply) return undefined
  const { id, team, person } = fact
  return sendByPerson(course, {
    id,
    team,
    person,
    kind: 'message',
    conversation: conversation.id,
    content: plainDocument(button.label),
  })
}

function remove(course: Course, { enrollment: id, by }: Of<'remove'>): void {
  const enrollment = course.world.life.enrollments.get(id)
  if (!enrollment) throw new Problem('not-found', 'There is no such enrollment.')
  if (enrollment.status !== 'active') throw new Problem('conflict', 'The person left this campaign already.')
  leave(course, enrollment, 'removed', by.type)
}

/** C26: what was active is removed, then all that names the person goes. */
function erase(course: Course): void {
  const { life } = course.world
  if (life.person.erasedAt !== undefined) return
  for (const enrollment of activeByAge(course)) leave(course, enrollment, 'removed', 'erased')
  course.emit({ kind: 'erased', v: 1 })
}

function assign(course: Course, fact: Of<'assigned'>): void {
  const conversation = conversationOf(course, fact.conversation)
  const inbox = fact.inbox === undefined ? (conversation.inbox ?? null) : fact.inbox
  const assignee = fact.assignee === undefined ? (conversation.assignee ?? null) : fact.assignee
  if (inbox !== null && !course.world.inboxes.has(inbox)) throw new Problem('not-found', 'There is no such inbox.')
  if (assignee !== null && !course.world.agents.has(assignee)) throw new Problem('not-found', 'There is no such agent.')
  const same = (conversation.inbox ?? null) === inbox && (conversation.assignee ?? null) === assignee
  if (same && conversation.listed) return
  course.emit({ kind: 'conversation-assigned', v: 1, conversation: conversation.id, inbox, assignee, by: fact.by })
}

function setState(course: Course, fact: Of<'state'>): void {
  const conversation = conversationOf(course, fact.conversation)
  const { id } = conversation
  const { by } = fact
  if (fact.state === 'snoozed') {
    if (fact.until !== undefined && fact.until <= course.now)
      throw new Problem('invalid', 'until must lie ahead', { fields: [{ path: 'until', message: 'must lie ahead' }] })
    if (conversation.state === 'snoozed' && conversation.snoozedUntil === fact.until) return
    course.emit({ kind: 'conversation-snoozed', v: 1, conversation: id, until: fact.until ?? null, by })
  } else if (fact.state !== conversation.state) {
    if (isStaleAlarm(conversation, by, course.now)) return
    course.emit({
      kind: fact.state === 'closed' ? 'conversation-closed' : 'conversation-reopened',
      v: 1,
      conversation: id,
      by,
    })
  }
}

/** The end of a snooze that was changed meanwhile acts on nothing (S4). */
const isStaleAlarm = (conversation: Conversation, by: By, now: number): boolean =>
  by.type === 'time' &&
  (conversation.state !== 'snoozed' || conversation.snoozedUntil === undefined || conversation.snoozedUntil > now)

/** What a person has seen only grows; an agent may mark as unread again. */
function see(course: Course, fact: Of<'seen'>): void {
  const conversation = conversationOf(course, fact.conversation)
  const number = Math.min(fact.number, conversation.number)
  const news = fact.by.type === 'person' ? number > conversation.seenByPerson : number !== conversation.seenByTeam
  if (!news) return
  const glanced = fact.by.type === 'person' ? glance(course, conversation.id, number) : undefined
  course.emit({ kind: 'seen', v: 1, conversation: conversation.id, upTo: number, by: fact.by })
  glanced?.()
}
