import { inSentences } from './in-sentences.ts'

/** A refusal of the server, with its sentence for the person in front of the screen. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly fields: { path: string; message: string }[]

  constructor(status: number, code: string, message: string, fields: { path: string; message: string }[] = []) {
    super(message)
    this.name = 'Refused'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

/** It was somebody's who was erased (C26). */
export const isErased = (error: unknown): boolean => error instanceof Refused && error.status === 410

const signedOut = new Set<() => void>()

/** Called whenever the server answers that nobody is signed in. */
export function onSignedOut(callback: () => void): () => void {
  signedOut.add(callback)
  return () => signedOut.delete(callback)
}

export function tellSignedOut(): void {
  for (const callback of [...signedOut]) callback()
}

/** `body` goes as JSON, a `file` as it is. `revision`: of what was read, where nobody else's change may be written over. */
type Ask = {
  method?: string
  body?: unknown
  file?: Blob
  signal?: AbortSignal | undefined
  revision?: number | undefined
}

/** Asks our own server, whose answers are as shared/protocol says. Throws `Refused`. */
export async function ask<T>(path: string, { method = 'GET', body, file, signal, revision }: Ask = {}): Promise<T> {
  const response = await reach(path, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' }),
      ...(revision !== undefined && { 'if-match': `"${revision}"` }),
    },
    body: file ?? (body === undefined ? null : JSON.stringify(body)),
    signal: signal ?? null,
  })
  if (response.ok) return response.status === 204 ? JSON.parse('null') : await response.json()
  const problem = await readProblem(response)
  if (response.status === 401 && !path.startsWith('/api/auth/')) tellSignedOut()
  throw problem
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new Refused(0, 'offline', 'The server could not be reached. Check the connection and try again.')
  }
}

async function readProblem(response: Response): Promise<Refused> {
  const status = response.status
  const told = await response.json().catch(() => undefined)
  const code = typeof told?.code === 'string' ? told.code : 'internal'
  const detail = [told?.detail, told?.message].find(text => typeof text === 'string' && text !== '')
  const fields = Array.isArray(told?.errors) ? told.errors : []
  return new Refused(status, code, inSentences({ message: detail ?? unexplained(status), fields }), fields)
}

function unexplained(status: number): string {
  if (status === 401) return 'You are signed out. Sign in again.'
  if (status === 403) return 'You may not do this. Ask an admin of the team.'
  if (status === 404) return 'This does not exist, or not any more.'
  if (status === 429) return 'Too much at once. Wait a moment and try again.'
  return 'Something went wrong on the server. Try again in a moment.'
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Refused ? error.message : 'Something went wrong here. Reload the page and try again.'
}
