import { Check, ChevronDown } from 'lucide-preact'
import { Item, Line, Menu } from '../ui/menu.tsx'

type Props = {
  versions: readonly number[]
  value: number | undefined
  onPick: (version: number | undefined) => void
}

/** Of one version or of all: a component is the same in each while its id and type are (T2). */
export function VersionPicker({ versions, value, onPick }: Props) {
  const item = (version: number | undefined) => (
    <Item key={version} icon={<Check class={version === value ? '' : 'not-picked'} />} onPick={() => onPick(version)}>
      {nameOfVersion(version)}
    </Item>
  )
  return (
    <Menu
      trigger={
        <>
          <span class="only-wide">{nameOfVersion(value)}</span>
          <span class="only-narrow">{value === undefined ? 'All' : `v${value}`}</span>
          <ChevronDown />
        </>
      }
      className="button quiet second"
      align="end"
      label={`Numbers of: ${nameOfVersion(value)}`}
    >
      {item(undefined)}
      <Line />
      {versions.map(item)}
    </Menu>
  )
}

const nameOfVersion = (version: number | undefined): string =>
  version === undefined ? 'All versions' : `Version ${version}`
