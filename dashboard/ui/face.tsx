import { UserRound } from 'lucide-preact'
import { initialsOf } from './names.ts'

type Props = { name?: string | undefined; size?: 'tiny' | 'big'; there?: boolean | 'away' }

/** A face in place of a picture. `there`: a dot for present or away. Says nothing to a screen reader: the name is beside it. */
export function Face({ name, size, there = false }: Props) {
  const letters = initialsOf(name)
  const dot = there === 'away' ? 'away' : there ? 'on' : ''
  return (
    <span class={`face ${size ?? ''} ${dot}`} aria-hidden="true">
      {letters === '' ? <UserRound /> : letters}
    </span>
  )
}
