import type { Enrollment } from '../journal/life.ts'
import { type AttributeValue, type Person, type Source, storedKey, TRUSTED, valueAt } from '../people/person.ts'
import { Problem } from '../problem.ts'
import { activeByAge } from './by-age.ts'
import type { Fact } from './fact.ts'
import { leave } from './leave.ts'
import { joinTallies } from './tallies.ts'
import type { Course } from './world.ts'

/** Sets what is new and may be set. An email makes an anonymous person a lead (C21). */
export function setAttributes(course: Course, values: Record<string, AttributeValue | null>, source: Source): void {
  const { person } = course.world.life
  const set: Record<string, AttributeValue | null> = {}
  for (const [key, value] of Object.entries(values)) {
    const stored = storedKey(key)
    if (isNews(person, stored, value, source) && maySet(person, stored, source)) set[stored] = value
  }
  if (Object.keys(set).length === 0) return
  refuseTooMany(person, set)
  course.emit({ kind: 'attributes-set', v: 1, set, source })
  if ('email' in set && person.email !== undefined) {
    // C12: what stands against an address stands against it whoever has it.
    const status = course.world.addressStatus(person.email)
    if (status !== (person.emailStatus ?? 'ok')) course.emit({ kind: 'address-changed', v: 1, status })
  }
  if (person.type === 'anonymous' && person.email !== undefined) course.emit({ kind: 'became-lead', v: 1 })
}

/** A person is loaded whole with every fact, so nobody may make one grow without end. */
const MOST = 200

function refuseTooMany(person: Person, set: Record<string, AttributeValue | null>): void {
  const before = Object.keys(person.attributes).map(name => `attributes.${name}`)
  const after = new Set(before)
  for (const [key, value] of Object.entries(set))
    if (value === null) after.delete(key)
    else if (key.startsWith('attributes.')) after.add(key)
  if (after.size <= MOST || after.size <= before.length) return
  const message = `can hold ${MOST} attributes at most`
  throw new Problem('invalid', `A person ${message}.`, { fields: [{ path: 'attributes', message }] })
}

function isNews(person: Person, key: string, value: AttributeValue | null, source: Source): boolean {
  const present = valueAt(person, key)
  if (value === null) return present !== undefined
  return present !== value || (TRUSTED.includes(source) && person.sources[key] !== source)
}

function maySet(person: Person, key: string, source: Source): boolean {
  if (TRUSTED.includes(source)) return true
  if (key === 'email' && person.type === 'signup') return false
  const last = person.sources[key]
  return last === undefined || !TRUSTED.includes(last)
}

/** C25: the visitor becomes the signup, or merges into the one that exists. */
export function identify(course: Course, fact: Extract<Fact, { kind: 'identified' }>): void {
  const { person } = course.world.life
  if (person.type === 'signup' && person.externalId !== fact.externalId)
    throw new Problem('conflict', 'This person is identified as somebody else.')
  if (course.world.visitor) merge(course)
  if (person.type !== 'signup') course.emit({ kind: 'identified', v: 1, externalId: fact.externalId })
  setAttributes(course, fact.set, fact.source)
}

function merge(course: Course): void {
  const { visitor, life } = course.world
  if (!visitor) return
  const theirs = new Set(visitor.life.enrollments.keys())
  course.emit({ kind: 'merged', v: 1, stream: visitor.life.person.id, until: visitor.number })
  joinTallies(course.world.tallies, visitor.tallies)
  fillGaps(course, visitor.life.person)
  const both = new Set(activeByAge(course).map(({ campaign }) => campaign))
  for (const campaign of both) {
    const enrollments = [...life.enrollments.values()].filter(one => one.campaign === campaign)
    const own = enrollments.filter(({ id }) => !theirs.has(id))
    if (own.length > 0 && own.length < enrollments.length) settle(course, campaign, enrollments)
  }
}

/** The signup's values win and the visitor's fill gaps, each with the word of who wrote it. */
function fillGaps(course: Course, visitor: Person): void {
  const { person } = course.world.life
  const keys = [
    'email',
    'name',
    'phone',
    ...Object.keys(visitor.attributes)
      .sort()
      .map(name => `attributes.${name}`),
  ]
  const bySource = new Map<Source, Record<string, AttributeValue>>()
  for (const key of keys) {
    const value = valueAt(visitor, key)
    if (value === undefined || valueAt(person, key) !== undefined) continue
    const source = visitor.sources[key] ?? 'page'
    bySource.set(source, { ...bySource.get(source), [key]: value })
  }
  for (const [source, set] of bySource) course.emit({ kind: 'attributes-set', v: 1, set, source })
  if (person.email === visitor.email && visitor.emailStatus !== undefined && person.emailStatus === undefined)
    course.emit({ kind: 'address-changed', v: 1, status: visitor.emailStatus })
}

/** Enrolled on both sides: of two active ones the one with more acts stays, then the older; what has left bars. */
function settle(course: Course, campaign: string, enrollments: Enrollment[]): void {
  const active = enrollments
    .filter(({ status }) => status === 'active')
    .sort((a, b) => b.acts.length - a.acts.length || a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1))
  const left = enrollments.filter(({ status }) => status !== 'active')
  const reentry = course.campaigns.byId.get(campaign)?.reentry ?? 'never'
  const barred = left.some(({ status }) => status === 'ended') || (reentry === 'never' && left.length > 0)
  for (const enrollment of barred ? active : active.slice(1)) leave(course, enrollment, 'removed', 'merged')
}
