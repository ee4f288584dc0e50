import type { PageFacts } from '@pavior/shared/protocol/visitor.ts'
import type { Options } from './loader/options.ts'

/**
 * The script tag comes in two: the loader, which every page view pays for, and the panel, which is fetched once there
 * is something to talk about. This is what they know of each other.
 */
export type Host = {
  server: string
  team: string
  options(): Options
  /** Where the panel draws, and the button it takes over. */
  root: ShadowRoot
  box: HTMLElement
  button: HTMLElement
  /** Tells those who listen in the page. */
  emit(name: string, data?: unknown): void
}

export type Panel = {
  /** With something to talk about it opens the socket; without, it only loads what opening needs. */
  near(talk: boolean): void
  setOpen(open: boolean): void
  toggle(): void
  compose(text: string): void
  /** Options or identity changed. */
  changed(): void
  token(): string | undefined
  /** Calls back once the token that counts is kept. */
  keepToken(token: string, instead: string | undefined, done: () => void): void
  /** Through the socket, where there is one. */
  send(facts: PageFacts): Promise<boolean> | undefined
  end(): void
}

type StartPanel = (host: Host) => Panel

export type Call = (name: string, first?: unknown, second?: unknown) => void
declare global {
  interface Window {
    pavior?: Call & { q?: Iterable<unknown>[]; loaded?: boolean; panel?: StartPanel }
  }
}
