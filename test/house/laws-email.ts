import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { EmailState } from '@pavior/shared/journal/life.ts'
import type { Expect } from './laws.ts'
import type { EnrollmentLaws } from './laws-enrollment.ts'

type Sent = { state: EmailState; enrollment: string; component: string }

/** From where an email may go where (S5, C12): what left, or never will, stays so. */
const NEXT: Record<EmailState, readonly EmailState[]> = {
  due: ['handing', 'handed', 'unknown', 'revoked'],
  handing: ['due', 'handed', 'unknown', 'revoked'],
  handed: [],
  // A provider that tells of an email has it.
  unknown: ['handed'],
  revoked: [],
}

/** What holds of every email on its way out: C12, C14, C18, S5. */
export class EmailLaws {
  private readonly expect: Expect
  private readonly enrollments: EnrollmentLaws
  private readonly emails = new Map<string, Sent>()
  /** Acts whose email is revoked, and which are not revoked themselves yet. */
  private readonly owed = new Set<string>()

  constructor(expect: Expect, enrollments: EnrollmentLaws) {
    this.expect = expect
    this.enrollments = enrollments
  }

  over(entry: Entry): void {
    if (this.owed.size > 0)
      this.expect(entry.kind === 'act-revoked', `C12: ${entry.kind} follows a revoked email, whose act stands`)
    if (entry.kind === 'message-sent' && entry.email && entry.campaign) {
      const { component, enrollment } = entry.campaign
      this.emails.set(entry.id, { state: 'due', component, enrollment })
    }
    if (entry.kind === 'email-changed') this.changed(entry)
    if (entry.kind === 'act-revoked') {
      const act = key(entry)
      this.expect(this.owed.delete(act), `C12: the act ${act} is revoked, and no email of it`)
    }
  }

  private changed({ message, state }: Extract<Entry, { kind: 'email-changed' }>): void {
    const email = this.emails.get(message)
    this.expect(email !== undefined, `${message} changes and is no email`)
    if (!email) return
    this.expect(NEXT[email.state].includes(state), `S5: the email ${message} was ${email.state} and is ${state}`)
    email.state = state
    const left = this.enrollments.statusOf(email.enrollment)
    if (state === 'handing')
      this.expect(left !== 'exited' && left !== 'removed', `C12: ${message} is handed over for whoever ${left}`)
    if (state === 'revoked') this.owed.add(key(email))
  }
}

const key = ({ enrollment, component }: { enrollment: string; component: string }): string =>
  `${component} of ${enrollment}`
