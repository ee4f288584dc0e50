import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import type {
  AgentView,
  EnrollmentView,
  InboxConversation,
  MessageView,
  NoteView,
  PersonView,
} from '@pavior/shared/protocol/views.ts'
import type { SyncAnswer } from '@pavior/shared/protocol/visitor.ts'

/** What the server's dashboard doors answer with. */

export type Me = {
  agent: { id: string; name: string; email: string; role: string }
  team: { id: string; name: string; zone: string }
  url: string
}

/** `until`: the moment the sentence ends with; `times`: how often it happened, one right behind the other. */
export type JournalLine = { number: number; at: string; kind: string; text: string; until?: string; times?: number }

export type ConversationDetail = {
  conversation: InboxConversation
  person: PersonView
  others: InboxConversation[]
  enrollments: EnrollmentView[]
  journal: JournalLine[]
}

export type PersonDetail = {
  person: PersonView
  conversations: InboxConversation[]
  enrollments: EnrollmentView[]
  journal: JournalLine[]
}

export type ThreadAnswer = Omit<SyncAnswer, 'conversation'> & { notes: NoteView[]; conversation: InboxConversation }

export type ConversationPage = { data: InboxConversation[]; next: string | null }

/** What is known of a conversation's history: an unbroken run of messages up to the newest, and all notes. */
export type Thread = {
  messages: MessageView[]
  notes: NoteView[]
  /** Everything up to this revision is known. */
  revision: number
  /** There are messages before the first one here. */
  older: boolean
}

export type Agents = { data: AgentView[] }
export type Inboxes = { data: { id: string; name: string; agents?: string[] }[] }

export type IdentitySecret = { id: string; secret: string; createdAt: string }

export type TeamSettings = {
  team: { id: string; name: string; zone: string }
  sites: string[]
  /** What visitors do with the widget is recorded. */
  recording: boolean
  /** Owners and admins only. */
  identitySecrets?: IdentitySecret[]
  snippet: string
}

export type Invitation = { id: string; email: string; role: string; link: string; expiresAt?: string }
export type ApiKey = { id: string; name: string; start: string; createdAt: string; lastUsedAt?: string }
export type Templates = { data: { id: string; name: string; explanation: string; campaign: CampaignDraft }[] }

/** A campaign's draft, and what is known of it: as `GET /api/v1/campaigns/ID` answers. */
export type CampaignView = CampaignDraft & {
  id: string
  status: 'draft' | 'active' | 'paused' | 'archived'
  revision: number
  /** The newest published one. */
  version?: number
  createdAt: string
  changedAt: string
  changedBy?: Author
  activatedAt?: string
  pausedAt?: string
  publishedAt?: string
  publishedBy?: Author
  /** Whether the draft says something else than the newest version. */
  changed: boolean
  /** Bulk work on its people, the newest first. */
  work: CampaignWork[]
}

/** `enroll` existing people, `look` at whoever is inside, `flips`: find whom time alone makes eligible. */
export type CampaignWork = {
  id: string
  kind: 'enroll' | 'look' | 'flips'
  done: number
  total?: number
  createdAt: string
  endedAt?: string
  reason?: string
}

/** What the team has that a campaign can name or depends on. */
export type CampaignContext = {
  campaigns: { id: string; name: string }[]
  /** Whether what becomes of an email is told back. */
  transport: 'reports' | 'silent'
}
