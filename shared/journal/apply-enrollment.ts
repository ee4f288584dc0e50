import type { Entry } from './entry.ts'
import type { Engaged, Enrollment, Life, Standing } from './life.ts'

/** What an entry about an enrollment changes in it. */
export function applyToEnrollment(life: Life, entry: Extract<Entry, { enrollment: string }>): void {
  if (entry.kind === 'entered') {
    const { enrollment: id, campaign, version, at: enteredAt } = entry
    const entered: Enrollment = {
      id,
      campaign,
      version,
      status: 'active',
      enteredAt,
      look: entry.look ?? 0,
      standing: [],
      acts: [],
      openForms: [],
      openEmails: [],
    }
    life.enrollments.set(id, entered)
    return
  }
  const enrollment = life.enrollments.get(entry.enrollment)
  if (!enrollment) return
  switch (entry.kind) {
    case 'listening':
    case 'waiting':
    case 'watching':
      stand(enrollment, entry)
      return
    case 'heard':
      for (const one of enrollment.standing)
        if (one.component === entry.component)
          one.heard = { conversation: entry.inConversation, message: entry.message }
      return
    case 'acted': {
      const { component, at, outcome, from, conversation, message, reason } = entry
      enrollment.acts.push({ component, at, outcome, from, conversation, message, reason, engaged: {} })
      enrollment.standing = enrollment.standing.filter(one => one.component !== component)
      return
    }
    case 'act-revoked':
      for (const act of enrollment.acts)
        if (act.component === entry.component) Object.assign(act, { outcome: entry.outcome, reason: entry.reason })
      return
    case 'engaged':
      // Conditions ask for it inside only; what comes later counts, but nothing reads it off the act any more.
      if (enrollment.status !== 'active') return
      for (const act of enrollment.acts)
        if (act.component === entry.component) act.engaged = engagedMore(act.engaged, entry)
      return
    case 'looked':
      enrollment.look = entry.look
      return
    case 'moved':
      enrollment.version = entry.version
      enrollment.standing = enrollment.standing.filter(({ component }) => !entry.dropped.includes(component))
      return
    case 'left':
      enrollment.status = entry.status
      enrollment.leftAt = entry.at
      enrollment.cause = entry.cause
      // What stood stays as where the person was last (T1, "left"); only what is active waits for anything.
      // C15: what was already sent stays and can be answered; it only keeps nobody inside.
      enrollment.openForms = []
      enrollment.openEmails = []
      return
  }
}

/** A component that stands already goes on from when it was reached (C23). */
function stand(enrollment: Enrollment, entry: Extract<Entry, { kind: 'listening' | 'waiting' | 'watching' }>): void {
  const { component, kind, from, at } = entry
  const until = entry.kind === 'listening' ? undefined : entry.until
  const present = enrollment.standing.find(one => one.component === component)
  const standing: Standing = { component, kind, since: present?.since ?? at, from, until, heard: present?.heard }
  enrollment.standing = [...enrollment.standing.filter(one => one !== present), standing]
}

function engagedMore(engaged: Engaged, { outcome, button }: Extract<Entry, { kind: 'engaged' }>): Engaged {
  if (outcome !== 'clicked') return { ...engaged, [outcome]: true }
  const clicked = engaged.clicked ?? []
  return { ...engaged, clicked: button === undefined || clicked.includes(button) ? clicked : [...clicked, button] }
}
