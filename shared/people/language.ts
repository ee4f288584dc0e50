/**
 * The language that a browser or a page told, as a tag that dates, numbers and names can be written in: `de_DE` and
 * `en-US@posix`, as systems name theirs, are meant well. `undefined` where there is none in it.
 */
export function languageTag(told: string): string | undefined {
  try {
    return new Intl.Locale(told.replace(/[.@].*$/s, '').replaceAll('_', '-')).baseName
  } catch {
    return undefined
  }
}
