import type { Instant } from '../../text.ts'
import type { Component } from '../campaign.ts'
import { typeNames } from '../type-names.ts'

/** What is wrong with a campaign: an error stands against publishing it, a warning does not. */
export type GraphProblem = {
  level: 'error' | 'warning'
  code: string
  component?: string
  /** Where in the campaign's JSON, with dots. */
  path: string
  /** For whoever draws it. */
  message: string
}

/** A set of ids, or a map by them. */
type Ids = { has: (id: string) => boolean }

/** What the team has, for what a campaign names. */
export type Known = {
  agents: Ids
  inboxes: Ids
  /** Left out: conditions on campaigns are taken as they are. */
  campaigns?: Ids | undefined
  /** Whether what becomes of an email is told back: an SMTP server is silent. */
  transport?: 'reports' | 'silent' | undefined
  /** The team's. */
  zone?: string | undefined
  now?: Instant | undefined
}

export const error = (code: string, path: string, message: string, component?: string): GraphProblem => ({
  level: 'error',
  code,
  ...(component !== undefined && { component }),
  path,
  message,
})

export const warning = (code: string, path: string, message: string, component?: string): GraphProblem => ({
  ...error(code, path, message, component),
  level: 'warning',
})

/** As a sentence calls it. */
export const called = ({ type, id }: Pick<Component, 'type' | 'id'>): string => `${typeNames[type]} "${id}"`
