import { type Draft, lineId, sameDraft } from './draft.ts'

/**
 * What two people drew on the same draft, together: each part as whoever changed it left it. `undefined` where both
 * changed the same part, or one drew on what the other took away: then somebody has to choose.
 */
export function merge(base: Draft, mine: Draft, theirs: Draft): Draft | undefined {
  const components = mergeList(base.components, mine.components, theirs.components, ({ id }) => id)
  const dependencies = mergeList(base.dependencies, mine.dependencies, theirs.dependencies, lineId)
  const exits = mergeList(base.exits, mine.exits, theirs.exits, ({ id }) => id)
  const name = mergeOne(base.name, mine.name, theirs.name)
  const audience = mergeOne(base.audience, mine.audience, theirs.audience)
  const reentry = mergeOne(base.reentry, mine.reentry, theirs.reentry)
  const startable = mergeOne(base.startable, mine.startable, theirs.startable)
  if (!components || !dependencies || !exits || !name || !audience || !reentry || !startable) return undefined
  const ids = new Set(components.map(({ id }) => id))
  if (dependencies.some(({ from, to }) => !ids.has(from) || !ids.has(to))) return undefined
  return {
    ...theirs,
    name: name.one,
    audience: audience.one,
    reentry: reentry.one,
    startable: startable.one,
    components,
    dependencies,
    exits,
  }
}

function mergeOne<T>(base: T, mine: T, theirs: T): { one: T } | undefined {
  if (sameDraft(mine, base)) return { one: theirs }
  if (sameDraft(theirs, base) || sameDraft(mine, theirs)) return { one: mine }
  return undefined
}

/** In the order of theirs, with what I added behind. */
function mergeList<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[], idOf: (one: T) => string) {
  const [before, here, there] = [base, mine, theirs].map(list => new Map(list.map(one => [idOf(one), one])))
  const merged: T[] = []
  for (const id of new Set([...theirs, ...mine].map(idOf))) {
    const found = mergeOne(before?.get(id), here?.get(id), there?.get(id))
    if (!found) return undefined
    if (found.one !== undefined) merged.push(found.one)
  }
  return merged
}
