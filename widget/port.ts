import type { PageFacts } from '@pavior/shared/protocol/visitor.ts'

/**
 * What the page's loader and the chat in the frame say to each other, over one MessagePort.
 * The page owns what is kept on the device; the frame owns the socket.
 */

export type Theme = 'light' | 'dark' | 'system'

/** The first message, with the port: posted to exactly the server's origin. */
export type Hello = {
  pavior: 'hello'
  team: string
  locale: string | undefined
  theme: Theme | undefined
  identity: string | undefined
  page: { url: string; title: string }
  /** Of the page, in CSS pixels; an older page does not tell it. */
  viewport?: { width: number; height: number }
  /** All that is kept for this team, without the keys' prefix. */
  kept: Record<string, string>
  /** The visitor opened or wrote, or a campaign entered them: keeping is allowed. */
  allowed: boolean
  /** The browser keeps nothing for this page. */
  blocked: boolean
  open: boolean
  /** There is something to talk about: open the socket though the chat is closed. */
  connect: boolean
  /** The chat fills the whole screen. */
  phone: boolean
}

/** A message beside the closed launcher. */
export type Preview = { conversation: string; number: number; name: string; initials: string; text: string }

export type ToFrame =
  /** Another tab changed what is kept. */
  | ['storage', key: string, value: string | null]
  /** The token that counts from now on: the one offered, or the one another tab kept first. */
  | ['token', token: string | null]
  /** `here`: the visitor did it in this tab, so focus follows. */
  | ['open', open: boolean, conversation: string | undefined, here: boolean]
  | ['put-away', conversation: string, number: number]
  | ['compose', text: string]
  | ['options', theme: Theme | undefined, phone: boolean, identity: string | undefined]
  | ['viewport', width: number, height: number]
  | ['connect']
  | ['blocked']
  | ['facts', facts: PageFacts]
  /** The outbox is this tab's alone until it says `unlock`. */
  | ['locked']

export type ToPage =
  | ['here']
  | ['set', key: string, value: string | null]
  | ['token', token: string | null, instead: string | undefined]
  | ['allow']
  | ['close']
  | ['unread', count: number]
  | ['preview', preview: Preview | null]
  /** Tell those who listen in the page. */
  | ['emit', name: 'message' | 'form', data: unknown]
  /** Whether facts can go over the socket. */
  | ['live', live: boolean]
  | ['facts', taken: boolean]
  | ['lock']
  | ['unlock']
  | ['warn', sentence: string]
