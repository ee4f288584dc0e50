import { useBuilder } from '../use-builder.ts'

/** The campaign's name, written where it stands. An empty one is not taken: the old one stays. */
export function CampaignName() {
  const { draft, edit } = useBuilder()
  return (
    <h1 class="campaign-name">
      <input
        aria-label="Name of the campaign"
        value={draft.name}
        maxLength={200}
        size={Math.max(8, Math.min(40, [...draft.name].length))}
        dir="auto"
        onInput={event => {
          const name = event.currentTarget.value.toWellFormed()
          if (name.trim() !== '') edit(now => ({ ...now, name }), 'name')
        }}
        onBlur={event => {
          event.currentTarget.value = draft.name
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </h1>
  )
}
