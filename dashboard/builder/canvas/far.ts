import { createContext } from 'preact'

/** Seen from so far that no port can be met with a mouse: then none is drawn, which makes 250 components light. */
export const Far = createContext(false)

/** The zoom below which it is. */
export const FAR = 0.4
