import { isBlank } from '@pavior/shared/document/document.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Streams } from '@pavior/shared/journal/replay.ts'

/** All that a person's journal tells, with the streams that were merged in where they are folded in. */
export function told(streams: Streams, stream: string, until = Number.POSITIVE_INFINITY): Entry[] {
  return streams(stream)
    .filter(({ number }) => number <= until)
    .flatMap(entry => (entry.kind === 'merged' ? [...told(streams, entry.stream, entry.until), entry] : [entry]))
}

/** What is wrong with a journal by the rules that hold for every campaign and everybody; empty: nothing. */
export function brokenLaws(streams: Streams, stream: string): string[] {
  const wrong: string[] = []
  const expect = (holds: boolean, what: string) => {
    if (!holds) wrong.push(what)
  }
  const own = streams(stream)
  own.forEach(({ number, at }, index) => {
    expect(number === index + 1, `entry ${number} stands at place ${index + 1} of ${stream}`)
    expect(at >= (own[index - 1]?.at ?? 0), `entry ${number} of ${stream} is older than the one before`)
  })
  const walk = new Walk(expect)
  const entries = told(streams, stream)
  entries.forEach((entry, index) => {
    const isOwn = own.includes(entry)
    walk.over(entry, isOwn)
    const next = entries[index + 1]
    // One fact's entries stand at one moment, and a merge's own entries follow those it folded in.
    if (entry.kind !== 'merged' && next?.at !== entry.at && isOwn) walk.rest()
  })
  return wrong
}

type Inside = { campaign: string; status: string; acted: Set<string> }

class Walk {
  private readonly expect: (holds: boolean, what: string) => void
  private readonly enrollments = new Map<string, Inside>()
  private readonly places = new Map<string, number>()
  private readonly forms = new Map<string, string>()
  /** Campaigns in which this person reached End workflow. */
  private readonly ended = new Set<string>()

  constructor(expect: (holds: boolean, what: string) => void) {
    this.expect = expect
  }

  /** @param isOwn not of a visitor who was merged in: their life went its own way until then */
  over(entry: Entry, isOwn: boolean): void {
    switch (entry.kind) {
      case 'message-sent':
        this.sent(entry)
        return
      case 'form-submitted':
      case 'form-closed':
        this.expect(this.forms.get(entry.message) === 'open', `C21: form ${entry.message} was answered or closed twice`)
        this.forms.set(entry.message, entry.kind)
        return
      case 'entered':
        this.expect(!isOwn || !this.ended.has(entry.campaign), `C15: entered ${entry.campaign} after its end`)
        this.enrollments.set(entry.enrollment, { campaign: entry.campaign, status: 'active', acted: new Set() })
        return
      case 'listening':
        this.inside(entry.enrollment, 'listens')
        return
      case 'acted': {
        const inside = this.inside(entry.enrollment, `${entry.component} acts`)
        this.expect(!inside?.acted.has(entry.component), `C6: ${entry.component} acted twice in ${entry.enrollment}`)
        inside?.acted.add(entry.component)
        return
      }
      case 'left': {
        const inside = this.inside(entry.enrollment, 'leaves')
        if (inside) inside.status = entry.status
        if (inside && entry.status === 'ended') this.ended.add(inside.campaign)
        return
      }
      default:
        return
    }
  }

  /** A fact came to rest. */
  rest(): void {
    const active = [...this.enrollments.values()].filter(({ status }) => status === 'active')
    const campaigns = active.map(({ campaign }) => campaign)
    this.expect(new Set(campaigns).size === campaigns.length, 'C3: inside one campaign twice at a time')
    for (const { campaign } of active) this.expect(!this.ended.has(campaign), `C15: inside ${campaign} after its end`)
  }

  private sent(entry: Extract<Entry, { kind: 'message-sent' }>): void {
    const { conversation, id, place, content, campaign } = entry
    this.expect(
      place === (this.places.get(conversation) ?? 0) + 1,
      `S3: message ${place} of ${conversation} leaves a gap`,
    )
    this.places.set(conversation, place)
    this.expect(!isBlank(content), `message ${id} says nothing`)
    if (entry.form) this.forms.set(id, 'open')
    if (campaign) this.inside(campaign.enrollment, `sends ${id}`)
  }

  private inside(enrollment: string, what: string): Inside | undefined {
    const inside = this.enrollments.get(enrollment)
    this.expect(inside?.status === 'active', `C15, C18: ${what} in ${enrollment}, which is ${inside?.status}`)
    return inside
  }
}
