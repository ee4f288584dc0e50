/** What a caller can cause. Codes of interfaces.md, "Real time"; `status` is for HTTP. */
export const problemStatus = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'already-submitted': 409,
  conflict: 409,
  gone: 410,
  'changed-meanwhile': 412,
  'too-large': 413,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof problemStatus

export type FieldProblem = { path: string; message: string }

export type ProblemDetails = {
  code: ProblemCode
  message: string
  /** What is wrong where, for `invalid`. */
  fields?: FieldProblem[]
  /** Milliseconds, for `rate-limited`. */
  retryAfter?: number
  /** The stored values, for `already-submitted`. */
  values?: Record<string, unknown>
}

/** An error with a sentence for the person who caused it. Everything else that is thrown is a bug. */
export class Problem extends Error {
  readonly details: ProblemDetails

  constructor(code: ProblemCode, message: string, more: Omit<ProblemDetails, 'code' | 'message'> = {}) {
    super(message)
    this.name = 'Problem'
    this.details = { code, message, ...more }
  }

  get code(): ProblemCode {
    return this.details.code
  }

  get status(): number {
    return problemStatus[this.details.code]
  }
}
