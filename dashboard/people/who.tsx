import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'
import { momentTime, timeIn } from '../ui/time.ts'

/** Face, name, what kind of person, and what time it is for them. */
export function Who({ person, as: Name = 'b' }: { person: PersonView; as?: 'b' | 'h1' }) {
  return (
    <div class="who">
      <Face name={person.name ?? person.email} size="big" there={person.online} />
      <div>
        <Name class="who-name">{nameOf(person)}</Name> <span class="tag">{person.type}</span>
        <small>{whereabouts(person)}</small>
      </div>
    </div>
  )
}

function whereabouts({ country, timezone, online, lastSeenAt }: PersonView): string {
  const there = timezone === undefined ? undefined : timeIn(timezone)
  const place = country ?? (timezone === undefined ? undefined : cityOf(timezone))
  const seen = online ? 'here now' : lastSeenAt === undefined ? undefined : `last seen ${momentTime(lastSeenAt)}`
  return [place, there === undefined ? undefined : `${there} there`, seen]
    .filter(part => part !== undefined)
    .join(' · ')
}

const cityOf = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ')
