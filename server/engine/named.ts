import type { Fact } from '@pavior/shared/campaign/fact.ts'

/** What a fact speaks of by its id, whosever it is: to be loaded with it. */

export function conversationsNamed(fact: Fact): string[] {
  if (fact.kind === 'interactions')
    return fact.all.flatMap(({ what }) => ('conversation' in what && what.conversation ? [what.conversation] : []))
  return 'conversation' in fact && fact.conversation !== undefined ? [fact.conversation] : []
}

export const enrollmentsNamed = (fact: Fact): string[] => (fact.kind === 'remove' ? [fact.enrollment] : [])

export function messagesNamed(fact: Fact): string[] {
  if (fact.kind === 'interactions') return fact.all.flatMap(({ what }) => ('message' in what ? [what.message] : []))
  return 'message' in fact ? [fact.message] : []
}
