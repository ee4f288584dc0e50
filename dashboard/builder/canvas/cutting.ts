import { createContext } from 'preact'

/** Cuts a line; nothing where the graph is only looked at. */
export const Cutting = createContext<((line: string) => void) | undefined>(undefined)
