import type { Person } from '@pavior/shared/people/person.ts'
import { valueAt } from '@pavior/shared/people/person.ts'
import type { Moment } from '@pavior/shared/rewind/moment.ts'
import type { Told } from '@pavior/shared/rewind/told.ts'
import type { ComponentChildren } from 'preact'
import { memo } from 'preact/compat'
import { SafeLink } from '../ui/document.tsx'
import { Face } from '../ui/face.tsx'
import { nameOf, shortPage } from '../ui/names.ts'
import { momentOf, seenFrom } from './times.ts'

/** By key of a value: when it was set, in order. */
export type SetTimes = ReadonlyMap<string, { number: number; at: number }[]>

export function setTimesIn(told: readonly Told[]): SetTimes {
  const times = new Map<string, { number: number; at: number }[]>()
  for (const { number, at, entry } of told) {
    if (entry.kind !== 'attributes-set') continue
    for (const [key, value] of Object.entries(entry.set)) {
      if (value === null) continue
      const own = times.get(key) ?? []
      own.push({ number, at })
      times.set(key, own)
    }
  }
  return times
}

type Props = { moment: Moment; now: Person; set: SetTimes; url: string | undefined }

/** The person and the page they were on (R2); what was not known yet says when it was. */
export const PersonThen = memo(function PersonThen({ moment, now, set, url }: Props) {
  const { person } = moment.life
  const name = nameOf(person)
  const keys = [
    ...new Set([
      'name',
      'email',
      'phone',
      ...[person, now].flatMap(({ attributes }) => Object.keys(attributes).map(key => `attributes.${key}`)),
    ]),
  ]
  const page = url ?? person.page?.url
  const device = [devices[person.device ?? ''] ?? person.device, person.os].filter(Boolean).join(', ')
  return (
    <>
      <div class="then-who">
        <Face name={person.name ?? person.email} size="big" />
        <div>
          <b>{name}</b> <span class="tag">{person.type}</span>
          {nameOf(now) === name && now.type === person.type ? null : (
            <small>
              Now {nameOf(now)}, {now.type}
            </small>
          )}
        </div>
      </div>
      <dl class="then-facts">
        {keys.map(key => (
          <Value
            key={key}
            name={named(key)}
            value={valueAt(person, key)}
            later={set.get(key)?.find(({ number }) => number > moment.number)}
            at={moment.at}
          />
        ))}
        {page === undefined ? null : (
          <Line name="On page">
            <SafeLink href={page}>
              <span class="link" title={page}>
                {shortPage(page)}
              </span>
            </SafeLink>
          </Line>
        )}
        <Line name="First seen">{momentOf(person.firstSeenAt)}</Line>
        {device === '' ? null : <Line name="Device">{device}</Line>}
        {person.language === undefined ? null : <Line name="Language">{person.language}</Line>}
      </dl>
    </>
  )
})

const devices: Record<string, string> = { desktop: 'Computer', mobile: 'Phone', tablet: 'Tablet' }

const named = (key: string): string => {
  const plain = key.replace(/^attributes\./, '')
  return ['name', 'email', 'phone'].includes(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain
}

type ValueProps = {
  name: string
  value: string | number | boolean | undefined
  later: { at: number } | undefined
  at: number
}

function Value({ name, value, later, at }: ValueProps) {
  if (value === undefined && !later) return null
  return (
    <Line name={name}>
      {value === undefined ? (
        <span class="then-since">Not set until {seenFrom(later?.at ?? at, at)}</span>
      ) : typeof value === 'number' ? (
        <span class="num">{value.toLocaleString('en-GB')}</span>
      ) : (
        <span dir="auto">{typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}</span>
      )}
    </Line>
  )
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt dir="auto">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
