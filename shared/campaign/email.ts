import type { Message } from '../journal/life.ts'
import { activeByAge } from './by-age.ts'
import { unfit } from './components/send-email.ts'
import { engage } from './engage.ts'
import type { Fact } from './fact.ts'
import { GONE, revokeEmails } from './leave.ts'
import { messageOf } from './messages.ts'
import type { Course } from './world.ts'

type Of<K extends Fact['kind']> = Extract<Fact, { kind: K }>

/** What became of an email on its way out (C12, S5). A step that was taken already changes nothing. */
export function takeEmailStep(course: Course, fact: Of<'email'>): void {
  const { conversation, message } = messageOf(course, fact.message)
  const state = message.email?.state
  const { reason, what } = fact
  const changed = { kind: 'email-changed', v: 1, conversation: conversation.id, message: message.id, reason } as const
  // A provider that tells of an email has it, whatever was known before.
  if (what === 'handed' && state === 'unknown') course.emit({ ...changed, state: 'handed' })
  if (state !== 'due' && state !== 'handing') return
  if (what === 'handed' || what === 'unknown') course.emit({ ...changed, state: what })
  if (what === 'not-handed' && state === 'handing') course.emit({ ...changed, state: 'due' })
  if (what === 'failed' || what === 'skipped') {
    course.emit({ ...changed, state: 'revoked' })
    revokeAct(course, message, what, reason ?? 'The email was refused.')
  }
}

/** C18: asked once more before it is handed over, behind the exits; a pause holds it until the resume. */
export function handOver(course: Course, fact: Of<'email'>): void {
  const { conversation, message } = messageOf(course, fact.message)
  const { email, campaign } = message
  if (email?.state !== 'due' || !campaign) return
  const left = course.world.life.enrollments.get(campaign.enrollment)?.status
  if (left === 'active' && course.campaigns.byId.get(campaign.id)?.status === 'paused') return
  const status = course.world.addressStatus(email.to)
  // It may have been on its way when they left, and come back (C12).
  const reason = left === 'exited' || left === 'removed' ? GONE : unfit(email.to, status === 'ok' ? undefined : status)
  const changed = { kind: 'email-changed', v: 1, conversation: conversation.id, message: message.id } as const
  if (reason === undefined) course.emit({ ...changed, state: 'handing' })
  else {
    course.emit({ ...changed, state: 'revoked', reason })
    revokeAct(course, message, 'skipped', reason)
  }
}

function revokeAct(course: Course, { campaign }: Message, outcome: 'skipped' | 'failed', reason: string): void {
  if (!campaign) return
  const { enrollment, component } = campaign
  course.emit({ kind: 'act-revoked', v: 1, enrollment, component, outcome, reason })
}

/** What a provider or a link tells later. A complaint is an unsubscription. */
export function tellOfEmail(course: Course, { message: id, event, button }: Of<'email-event'>): void {
  const { message } = messageOf(course, id)
  engage(course, message.campaign, event === 'complained' ? 'unsubscribed' : event, button)
}

/** C12: what stands against the person's address; what waits for it never leaves. */
export function setAddress(course: Course, { email, status }: Of<'address'>): void {
  const { life } = course.world
  if (life.person.email === email && (life.person.emailStatus ?? 'ok') !== status)
    course.emit({ kind: 'address-changed', v: 1, status })
  const reason = status === 'ok' ? undefined : unfit(email, status)
  if (reason === undefined) return
  for (const enrollment of activeByAge(course))
    for (const { conversation, message } of enrollment.openEmails) {
      const sent = life.conversations.get(conversation)?.messages.find(({ id }) => id === message)
      if (sent?.email?.to === email) revokeEmails(course, enrollment, reason, message)
    }
}
