import type { ProblemDetails } from '../problem.ts'

/** Every request over a socket is answered with one of these, after the commit (S2). */
export type Answer<T = object> = ({ ok: true } & T) | { ok: false; error: ProblemDetails }
