import { ask, Refused, sentenceOf } from '../live/server.ts'

const MB = 1024 * 1024
const LARGEST = 5 * MB

/** Keeps a picture on the server; gives its address. Throws `Refused` with a sentence for whoever chose it. */
export async function upload(file: Blob): Promise<string> {
  // Said at once, rather than after megabytes have travelled.
  if (file.size > LARGEST)
    throw new Refused(
      413,
      'too-large',
      `A picture may have at most 5 MB; this one has ${Math.ceil(file.size / MB)} MB.`,
    )
  const { src } = await ask<{ src: string }>('/api/dashboard/images', { method: 'POST', file })
  return src
}

export const uploadSentence = (error: unknown): string => `The picture was not added. ${sentenceOf(error)}`
