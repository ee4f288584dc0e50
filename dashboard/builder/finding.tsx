import { UserSearch } from 'lucide-preact'
import { FindPerson } from '../why/find-person.tsx'
import { useBuilder } from './use-builder.ts'

/** Any person in this campaign: where they are, or why they are not in. */
export function Finding({ onClose }: { onClose: () => void }) {
  const { campaign } = useBuilder()
  return <FindPerson campaign={campaign} onClose={onClose} />
}

export function FindButton() {
  const { open } = useBuilder()
  return (
    <button
      type="button"
      class="icon second"
      aria-label="Find a person"
      title="Find a person: where they are, or why they are not in"
      onClick={() => open({ is: 'find-person' })}
    >
      <UserSearch />
    </button>
  )
}
