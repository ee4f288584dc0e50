import type { Entry } from '../journal/entry.ts'
import type { Life } from '../journal/life.ts'

const CONTEXT = ['language', 'timezone', 'country', 'browser', 'os', 'device', 'lastSeenAt']
const PAGE = ['page.url', 'page.title', 'page.referrer', 'lastSeenAt']
const TALK = ['conversations.open', 'conversations.lastMessageAt', 'lastSeenAt']

/**
 * The fields, as filters name them, whose value an entry may have changed: a fact looks only at the campaigns that
 * read one of them. `*` stands for all. What only Filter components ask (acts, upstream) is not among them.
 */
export function changedBy(entry: Entry, life: Life): readonly string[] {
  switch (entry.kind) {
    case 'arrived':
      return CONTEXT
    case 'page-viewed':
      return PAGE
    case 'event-tracked':
      return [`event.${entry.name}`]
    case 'attributes-set':
      return [...Object.keys(entry.set), ...('email' in entry.set ? ['emailStatus'] : [])]
    case 'address-changed':
      return ['emailStatus']
    case 'identified':
      return ['type', 'externalId', 'signedUpAt']
    case 'became-lead':
      return ['type']
    case 'merged':
      return ['*']
    case 'conversation-started':
    case 'message-sent':
    case 'conversation-closed':
    case 'conversation-snoozed':
    case 'conversation-reopened':
      return TALK
    case 'form-submitted':
    case 'button-pressed':
    case 'seen':
      return ['lastSeenAt']
    case 'entered':
      return [`campaign.${entry.campaign}`]
    case 'left': {
      const campaign = life.enrollments.get(entry.enrollment)?.campaign
      return campaign === undefined ? [] : [`campaign.${campaign}`]
    }
    default:
      return []
  }
}
