/** That the past on screen has grown, told by the server. Whoever is told asks for what is missing. */

const listening = new Set<() => void>()

export const pastGrew = (): void => {
  for (const told of [...listening]) told()
}

/** Gives what ends it. */
export function listenToPast(told: () => void): () => void {
  listening.add(told)
  return () => listening.delete(told)
}
