import type { VisitorAuth } from '@pavior/shared/protocol/visitor.ts'
import type { Page } from './page.ts'

export type Who = ReturnType<typeof createWho>

/** Who this visitor is to the server: a token that the page keeps, or the identity that the site signed. */
export function createWho({ hello, kept, tell }: Page) {
  let { identity, allowed } = hello
  let token = kept.get('token')
  let by = subjectOf(identity)
  /** The token is kept on the device, or none is needed: now something may be sent (S1). */
  let isSettled = false

  return {
    auth: (): VisitorAuth => ({
      team: hello.team,
      ...(token && { token }),
      ...(identity && { identity }),
      context: {
        language: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        page: hello.page,
      },
    }),
    /** The signed-up user, as far as the page tells. */
    by: () => by,
    isSettled: () => isSettled,
    lost() {
      isSettled = false
    },
    /** The server let in, with this token or by identity. */
    arrived(offered: string | undefined) {
      isSettled = offered === undefined
      if (offered !== undefined || token !== undefined) tell('token', offered ?? null, token)
      token = offered
    },
    revoked() {
      tell('token', null, token)
      token = undefined
    },
    /** The visitor opened or wrote, or a campaign entered them: from now on the device keeps. */
    allow() {
      if (allowed) return
      allowed = true
      if (token) isSettled = false
      tell('allow')
    },
    /** What the page answered: another tab may have been first. Gives whether to connect anew. */
    counts(next: string | null, live: boolean): boolean {
      if (next === (token ?? null)) {
        isSettled = live
        return false
      }
      if (!next || identity) return false
      token = next
      return true
    },
    /** Another tab kept or forgot a token. Gives whether to connect anew. */
    keptElsewhere(next: string | null): boolean {
      if (next === null) allowed = false
      if (identity || next === (token ?? null)) return false
      token = next ?? undefined
      return true
    },
    /** Another identity. Gives whether it is another user's than the one before. */
    become(next: string | undefined): boolean {
      const was = by
      identity = next
      by = subjectOf(next)
      return was !== undefined && was !== by
    },
    isIdentified: () => identity !== undefined,
    isSameIdentity: (next: string | undefined) => next === identity,
  }
}

/** The site's own id of the user a JWT speaks of. Only the server knows whether it is true; here it keeps users apart. */
function subjectOf(identity: string | undefined): string | undefined {
  const payload = identity?.split('.')[1]
  if (!payload) return undefined
  try {
    const { sub } = Object(JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))))
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}
