import { isZone } from '@pavior/shared/campaign/zone.ts'
import { Pick } from './pick.tsx'

type Props = { value: string; teamZone: string; onValue: (zone: string) => void }

/** Whose clock counts. */
export function ZoneField({ value, teamZone, onValue }: Props) {
  const zone = value === '' ? 'team' : value
  const known = zone === 'team' || zone === 'person' || isZone(zone)
  return (
    <Pick
      label="In the time of"
      value={zone}
      onValue={onValue}
      refused={known ? undefined : `There is no time zone “${zone.slice(0, 60)}”. Choose one.`}
      hint={zone === 'person' ? 'Where it is not known, the team’s time counts.' : undefined}
    >
      <option value="team">The team ({teamZone})</option>
      <option value="person">Each person, wherever they are</option>
      <optgroup label="A time zone">
        {namedZones(zone).map(name => (
          <option key={name} value={name}>
            {name.replaceAll('_', ' ')}
          </option>
        ))}
      </optgroup>
    </Pick>
  )
}

let all: string[] | undefined

function namedZones(chosen: string): string[] {
  all ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]
  return chosen === 'team' || chosen === 'person' || all.includes(chosen) ? all : [chosen, ...all]
}
