import { explainEntry, explainStanding, type Line, type Then, worldOf } from '../campaign/explain.ts'
import { explainForm } from '../campaign/explain-message.ts'
import { outside } from '../campaign/outside.ts'
import { subjectOf } from '../campaign/subject.ts'
import { because } from '../filter/because.ts'
import type { Names } from '../filter/describe.ts'
import { listed, quoted } from '../filter/words.ts'
import { apply } from '../journal/apply.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment, Life } from '../journal/life.ts'
import { copied } from './react.ts'
import type { Moment, Run } from './run.ts'

/** All that is to be said of one moment of a run. */
export function linesOf(run: Run, moment: Moment, names: Names): Line[] {
  if (moment.refused !== undefined) return [{ tone: 'not', says: moment.refused }]
  const then: Then = { life: copied(moment.before.life), tallies: moment.known.tallies }
  const lines: Line[] = []
  for (const entry of moment.entries) {
    apply(then.life, entry, () => undefined)
    lines.push(...explainEntry(run.campaign, entry, then, names), ...ofPerson(entry))
  }
  const entered = insideOf(run, moment.known.life).length > 0
  return entered ? lines : [...lines, { tone: 'outside', says: whyOutside(run, moment, names) }]
}

const insideOf = ({ campaign }: Run, life: Life): Enrollment[] =>
  [...life.enrollments.values()].filter(one => one.campaign === campaign.id)

/** What the fact did to the person, where it did something that is not plain from the move. */
function ofPerson(entry: Entry): Line[] {
  switch (entry.kind) {
    case 'became-lead':
      return [{ tone: 'told', says: 'Is a lead now' }]
    case 'identified':
      return [{ tone: 'told', says: 'Is a signup now' }]
    case 'form-closed':
      return [{ tone: 'told', says: 'The form closes: it is no longer needed' }]
    default:
      return []
  }
}

/** What stands now and why it goes on standing. */
export function standing(run: Run, { known, at }: Moment, names: Names): Line[] {
  return insideOf(run, known.life)
    .filter(({ status }) => status === 'active')
    .flatMap(enrollment => [
      ...enrollment.standing.map(one => explainStanding(run.campaign, one, enrollment, known, at, names)),
      ...enrollment.openForms.map(({ message }) => explainForm(known.life, message)),
    ])
}

/** Why somebody is not in, by what `enter` asks. */
function whyOutside(run: Run, { known, at }: Pick<Moment, 'known' | 'at'>, names: Names): string {
  const { campaign } = run
  const subject = subjectOf(worldOf(known))
  const found = outside(campaign, insideOf(run, known.life), subject, at)
  switch (found?.reason) {
    case 'ended':
      return 'They reached the end before, and never enter again'
    case 'once':
      return 'They were in it before, and enter once only'
    case 'exit':
      return `Stays outside: the global exit ${quoted(found.exit.name)} matches, because ${reasons(found.exit.filter)}`
    case 'audience':
      return `Stays outside: not in the audience, because ${reasons(campaign.audience)}`
    default:
      if (campaign.startable) return 'Stays outside until the campaign is started for them'
      if (campaign.newest.startsByMessage) return 'Stays outside until they write'
      return 'Stays outside: they match, but did so before; only who begins to match enters'
  }

  function reasons(filter: typeof campaign.audience): string {
    const why = because(filter, subject, at, names)
    return why.length === 0 ? 'nobody can match it' : listed(why, 'and')
  }
}
