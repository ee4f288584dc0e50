import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { EnrollmentStatus } from '@pavior/shared/journal/life.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Expect } from './laws.ts'

type Standing = { kind: 'waiting' | 'watching' | 'listening'; from: string | undefined; until: Instant | undefined }

type Inside = {
  campaign: string
  version: number
  status: EnrollmentStatus
  acted: Map<string, Extract<Entry, { kind: 'acted' }>['outcome']>
  standing: Map<string, Standing>
  /** Messages: its forms and emails that keep it active (C17). */
  open: Set<string>
}

type About = Extract<Entry, { enrollment: string }>

/** What holds of every enrollment, whatever its campaign says: C3, C6, C9, C15, C17–C19, C23. */
export class EnrollmentLaws {
  private readonly expect: Expect
  private readonly enrollments = new Map<string, Inside>()
  /** Campaigns in which this person reached End workflow. */
  private readonly ended = new Set<string>()
  /** By message: the enrollment that it keeps active. */
  private readonly open = new Map<string, string>()

  constructor(expect: Expect) {
    this.expect = expect
  }

  /** How it stands with an enrollment; undefined: nobody entered it. */
  statusOf(enrollment: string): EnrollmentStatus | undefined {
    return this.enrollments.get(enrollment)?.status
  }

  outcomeOf(enrollment: string, component: string): string | undefined {
    return this.enrollments.get(enrollment)?.acted.get(component)
  }

  over(entry: Entry, isOwn: boolean): void {
    if ('enrollment' in entry) this.about(entry, isOwn)
    else if (entry.kind === 'message-sent') this.sent(entry)
    else if (entry.kind === 'form-submitted' || entry.kind === 'form-closed') this.closed(entry.message)
    else if (entry.kind === 'email-changed' && entry.state !== 'due' && entry.state !== 'handing')
      this.closed(entry.message)
  }

  /** A fact came to rest. */
  rest(): void {
    const active = [...this.enrollments].filter(([, { status }]) => status === 'active')
    const campaigns = active.map(([, { campaign }]) => campaign)
    this.expect(new Set(campaigns).size === campaigns.length, 'C3: inside one campaign twice at a time')
    for (const [id, { campaign, standing, open }] of active) {
      this.expect(!this.ended.has(campaign), `C15: inside ${campaign} after its end`)
      this.expect(standing.size > 0 || open.size > 0, `C17: ${id} has nothing to wait for and is not completed`)
    }
  }

  private about(entry: About, isOwn: boolean): void {
    switch (entry.kind) {
      case 'entered':
        this.entered(entry, isOwn)
        return
      case 'listening':
      case 'waiting':
      case 'watching':
        this.stands(entry)
        return
      case 'acted':
        this.acted(entry)
        return
      case 'heard': {
        const standing = this.inside(entry)?.standing.get(entry.component)
        this.expect(standing?.kind === 'listening', `C24: ${entry.component} heard and does not listen`)
        return
      }
      case 'looked':
        this.inside(entry)
        return
      case 'moved': {
        const inside = this.inside(entry)
        if (!inside) return
        this.expect(entry.version > inside.version, `C23: moved from version ${inside.version} to ${entry.version}`)
        inside.version = entry.version
        for (const gone of entry.dropped)
          this.expect(inside.standing.delete(gone), `C23: ${gone} was dropped and did not stand`)
        return
      }
      case 'act-revoked': {
        const inside = this.enrollments.get(entry.enrollment)
        inside?.acted.set(entry.component, entry.outcome)
        return
      }
      case 'engaged': {
        const outcome = this.outcomeOf(entry.enrollment, entry.component)
        this.expect(outcome !== undefined, `T1: ${entry.outcome} of ${entry.component}, which has not acted`)
        return
      }
      case 'left':
        this.left(entry)
        return
      default:
        entry satisfies never
    }
  }

  private entered({ enrollment, campaign, version }: Extract<Entry, { kind: 'entered' }>, isOwn: boolean): void {
    this.expect(!isOwn || !this.ended.has(campaign), `C15: entered ${campaign} after its end`)
    this.expect(!this.enrollments.has(enrollment), `${enrollment} was entered twice`)
    const nothing = { acted: new Map(), standing: new Map(), open: new Set<string>() }
    this.enrollments.set(enrollment, { campaign, version, status: 'active', ...nothing })
  }

  private stands(entry: Extract<Entry, { kind: 'listening' | 'waiting' | 'watching' }>): void {
    const inside = this.inside(entry)
    if (!inside) return
    const { component, kind, from } = entry
    this.expect(!inside.acted.has(component), `C6: ${component} stands after it acted`)
    this.expect(
      from === undefined || inside.acted.has(from),
      `C6: ${component} stands behind ${from}, which has not acted`,
    )
    const until = 'until' in entry ? entry.until : undefined
    const present = inside.standing.get(component)
    this.expect(present === undefined || present.kind === kind, `C23: ${component} was ${present?.kind} and is ${kind}`)
    inside.standing.set(component, { kind, from, until })
  }

  private acted(entry: Extract<Entry, { kind: 'acted' }>): void {
    const inside = this.inside(entry)
    if (!inside) return
    const { component, outcome, from, at, enrollment } = entry
    this.expect(!inside.acted.has(component), `C6: ${component} acted twice in ${enrollment}`)
    this.expect(
      from === undefined || inside.acted.has(from),
      `C6: ${component} acts behind ${from}, which has not acted`,
    )
    const standing = inside.standing.get(component)
    if (standing && outcome !== 'failed') {
      this.expect(standing.from === from, `C16: ${component} stood behind ${standing.from} and acts behind ${from}`)
      const until = standing.until ?? Number.POSITIVE_INFINITY
      this.expect(outcome !== 'passed' || at >= until, `C9: ${component} passed ${until - at} ms before its end`)
      this.expect(outcome !== 'unmatched' || at >= until, `C8: ${component} gave up ${until - at} ms too early`)
    }
    inside.acted.set(component, outcome)
    inside.standing.delete(component)
  }

  private left({ enrollment, status, cause, kind }: Extract<Entry, { kind: 'left' }>): void {
    const inside = this.inside({ enrollment, kind })
    if (!inside) return
    const ends = [...inside.acted.values()].includes('ended')
    this.expect(
      (status === 'ended') === ends,
      `C15: ${enrollment} is ${status} and ${ends ? 'reached' : 'did not reach'} an end`,
    )
    // C3: a new message makes room where only forms and listening are left.
    if (status === 'completed' && cause === undefined)
      this.expect(inside.standing.size === 0 && inside.open.size === 0, `C17: ${enrollment} completed too early`)
    inside.status = status
    inside.standing.clear()
    if (status === 'ended') this.ended.add(inside.campaign)
  }

  private sent({ id, campaign, kind, form, email }: Extract<Entry, { kind: 'message-sent' }>): void {
    if (!campaign) return
    const inside = this.inside({ enrollment: campaign.enrollment, kind: `${kind} (${id})` })
    this.expect(!inside?.acted.has(campaign.component), `C6: ${campaign.component} sends again`)
    if (!form && !email) return
    inside?.open.add(id)
    this.open.set(id, campaign.enrollment)
  }

  private closed(message: string): void {
    this.enrollments.get(this.open.get(message) ?? '')?.open.delete(message)
  }

  private inside({ enrollment, kind }: { enrollment: string; kind: string }): Inside | undefined {
    const inside = this.enrollments.get(enrollment)
    this.expect(inside?.status === 'active', `C15, C18: ${kind} in ${enrollment}, which is ${inside?.status}`)
    return inside
  }
}
