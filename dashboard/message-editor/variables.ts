/** What a message can say of its reader. */

export const KNOWN = ['name', 'email', 'company', 'phone', 'externalId'] as const

const NAMES: Record<string, string> = { externalId: 'user id' }

/** A variable's name, as people say it. */
export const nameOfKey = (key: string): string => NAMES[key] ?? key.replace(/^attributes\./, '')

/** An attribute that is not among the known ones already. */
export const isOffered = (key: string): boolean => !KNOWN.some(known => known === key)

/** What was typed as the name of an attribute. */
export const attributeKey = (typed: string): string => `attributes.${typed.trim()}`
