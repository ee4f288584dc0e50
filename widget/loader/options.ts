import type { Theme } from '../port.ts'
import { warn } from '../warn.ts'

/** What a site developer may say at `boot`, as it came out of `readOptions`. */
export type Options = {
  team: string
  identity?: string
  hideLauncher?: boolean
  locale?: string
  theme?: Theme
  side?: 'left' | 'right'
  /** Pixels from the side and from below; one number for both. */
  offset?: number | [number, number]
  zIndex?: number
  cookieDomain?: string
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isOneOf =
  (...words: unknown[]) =>
  (value: unknown) =>
    words.includes(value)

const isRight: Record<keyof Options, (value: unknown) => boolean> = {
  team: isText,
  identity: isText,
  hideLauncher: isOneOf(true, false),
  locale: isText,
  theme: isOneOf('light', 'dark', 'system'),
  side: isOneOf('left', 'right'),
  offset: value => [value].flat().every(Number.isFinite),
  zIndex: Number.isFinite,
  cookieDomain: isText,
}

/** The options of a boot. A value that is wrong is left out, with a sentence in the console. */
export function readOptions(given: unknown): Partial<Options> {
  return Object.fromEntries(
    Object.entries(Object(given)).filter(([name, value]) => {
      if (value === undefined || value === null) return false
      const right = Object.hasOwn(isRight, name) && isRight[name as keyof Options](value)
      if (!right) warn(`${name} is wrong.`)
      return right
    }),
  )
}
