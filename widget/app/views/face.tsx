/** Who speaks, in two letters. */
export const Face = ({ name, online }: { name: string; online?: boolean }) => (
  <span class={online ? 'face on' : 'face'} aria-hidden="true">
    {initials(name)}
  </span>
)

export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words
  return letters
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
