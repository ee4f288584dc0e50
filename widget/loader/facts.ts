import type { FactsAnswer, FactsRequest, PageFacts } from '@pavior/shared/protocol/visitor.ts'
import { uuid } from '../uuid.ts'

export type Fact = PageFacts[number]

const cut = (text: string, length: number) => text.slice(0, length).toWellFormed()

/** The view of the page as it is now, in so few bytes that the whole request stays under 1 kB. */
export function pageFact(room: number): Fact {
  for (let most = 600; ; most -= 40) {
    const fact: Fact = {
      id: uuid(),
      kind: 'page',
      url: cut(location.href, most),
      title: cut(document.title, most / 4),
      referrer: cut(document.referrer, most / 2),
    }
    if (most < 120 || new Blob([JSON.stringify(fact)]).size < room) return fact
  }
}

/**
 * Facts in order, one request at a time. What fails is kept in memory and sent again with the same ids;
 * what the server refuses (it will not change its mind) is dropped.
 */
export function factQueue(send: (facts: PageFacts) => Promise<boolean>) {
  const waiting: Fact[] = []
  let busy = false
  let delay = 2000

  async function flush(): Promise<void> {
    if (busy || waiting.length === 0) return
    busy = true
    const batch = waiting.slice(0, 50)
    const taken = await send(batch)
    busy = false
    if (taken) {
      waiting.splice(0, batch.length)
      delay = 2000
      return flush()
    }
    setTimeout(flush, delay)
    delay = Math.min(delay * 2, 60_000)
  }

  return (fact: Fact) => {
    waiting.push(fact)
    flush()
  }
}

/** `POST /visitor/facts`, without a preflight and without cookies. Absent: try again later. */
export async function postFacts(server: string, request: FactsRequest): Promise<FactsAnswer | 'refused' | undefined> {
  try {
    const response = await fetch(`${server}/visitor/facts`, {
      method: 'POST',
      body: JSON.stringify(request),
      credentials: 'omit',
      keepalive: true,
    })
    if (response.ok) return await response.json()
    return response.status < 500 && response.status !== 429 ? 'refused' : undefined
  } catch {
    return undefined
  }
}
