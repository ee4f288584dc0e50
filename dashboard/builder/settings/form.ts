import { settings as schemas } from '@pavior/shared/campaign/settings.ts'
import { inWords } from '@pavior/shared/in-words.ts'
import type { Draft, DraftComponent } from '../draft/draft.ts'
import { isType } from '../words/components.ts'

export type Settings = Record<string, unknown>

/** What the form of each type is given. */
export type FormProps = {
  component: DraftComponent
  settings: Settings
  /** Changes what it names and leaves the rest; undefined takes a setting out. */
  set: (changes: Settings) => void
  /** Why what is set at this path can't be, behind the name of what it is. */
  refused: (path: string) => string | undefined
  draft: Draft
}

/** What is wrong with what is set, by its path: the first for each. */
export function refusals({ type, settings = {} }: DraftComponent): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (!isType(type)) return found
  const read = schemas[type].safeParse(settings, { error: inWords })
  for (const { path, message } of read.error?.issues ?? []) {
    const place = path.map(String).join('.')
    if (!found.has(place)) found.set(place, message)
  }
  return found
}

export const textIn = (settings: Settings, key: string): string => {
  const value = settings[key]
  return typeof value === 'string' ? value : ''
}

export const listIn = (settings: Settings, key: string): unknown[] => {
  const value = settings[key]
  return Array.isArray(value) ? value : []
}

export const objectIn = (settings: Settings, key: string): Settings | undefined => {
  const value = settings[key]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** The same without what is undefined, which no JSON keeps. */
export const withChanges = (settings: Settings, changes: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...settings, ...changes }).filter(([, value]) => value !== undefined))
