import { isBlank } from '@pavior/shared/document/document.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { type Streams, told } from '@pavior/shared/journal/replay.ts'
import { EmailLaws } from './laws-email.ts'
import { EnrollmentLaws } from './laws-enrollment.ts'

/** Says what is wrong unless it holds. */
export type Expect = (holds: boolean, what: string) => void

/** What is wrong with a journal by the rules that hold for every campaign and everybody; empty: nothing. */
export function brokenLaws(streams: Streams, stream: string): string[] {
  const wrong: string[] = []
  const expect: Expect = (holds, what) => {
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

class Walk {
  private readonly expect: Expect
  private readonly places = new Map<string, number>()
  private readonly forms = new Map<string, string>()
  private readonly enrollments: EnrollmentLaws
  private readonly emails: EmailLaws
  private erased = false

  constructor(expect: Expect) {
    this.expect = expect
    this.enrollments = new EnrollmentLaws(expect)
    this.emails = new EmailLaws(expect, this.enrollments)
  }

  /** @param isOwn not of a visitor who was merged in: their life went its own way until then */
  over(entry: Entry, isOwn: boolean): void {
    this.expect(!this.erased, `C26: ${entry.kind} after an erasure`)
    if (entry.kind === 'erased') this.erased = true
    if (entry.kind === 'message-sent') this.sent(entry)
    if (entry.kind === 'form-submitted' || entry.kind === 'form-closed') {
      this.expect(this.forms.get(entry.message) === 'open', `C21: form ${entry.message} was answered or closed twice`)
      this.forms.set(entry.message, entry.kind)
    }
    this.enrollments.over(entry, isOwn)
    this.emails.over(entry)
  }

  /** A fact came to rest. */
  rest(): void {
    this.enrollments.rest()
  }

  private sent({ conversation, id, place, content, form }: Extract<Entry, { kind: 'message-sent' }>): void {
    this.expect(
      place === (this.places.get(conversation) ?? 0) + 1,
      `S3: message ${place} of ${conversation} leaves a gap`,
    )
    this.places.set(conversation, place)
    this.expect(!isBlank(content), `message ${id} says nothing`)
    if (form) this.forms.set(id, 'open')
  }
}
