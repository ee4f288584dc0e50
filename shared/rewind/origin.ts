import type { Recorded } from './told.ts'

/** What a rewind is about; nothing of it: the person. */
export type About = { conversation?: string | undefined; enrollment?: string | undefined }

/**
 * The stream in which what is rewound began: that of the visitor someone was before they turned out to be the person (C25).
 * @param stream the person, for what nothing is told of
 */
export function originOf(
  streams: ReadonlyMap<string, readonly Recorded[]>,
  stream: string,
  { conversation, enrollment }: About,
): string {
  const began = (entry: Recorded): boolean =>
    (entry.kind === 'entered' && entry.enrollment === enrollment) ||
    (entry.kind === 'conversation-started' && entry.conversation === conversation)
  for (const [origin, entries] of streams) if (entries.some(began)) return origin
  return stream
}
