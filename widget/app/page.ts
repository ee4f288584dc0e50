import type { Hello, ToFrame, ToPage } from '../port.ts'

export type Page = Awaited<ReturnType<typeof meetPage>>

/**
 * The page around the frame. It is who greets first: the parent window, of exactly the origin that the frame was
 * opened for. Everything after that goes over the port it hands in.
 */
export async function meetPage() {
  const origin = new URLSearchParams(location.search).get('origin')
  const [hello, port] = await new Promise<[Hello, MessagePort]>(resolve => {
    addEventListener('message', function greeted(event: MessageEvent<Hello>) {
      const [port] = event.ports
      if (event.source !== parent || event.origin !== origin || event.data?.pavior !== 'hello' || !port) return
      removeEventListener('message', greeted)
      resolve([event.data, port])
    })
  })
  const kept = new Map(Object.entries(hello.kept))
  const locked: (() => void)[] = []
  const tell = (...message: ToPage) => port.postMessage(message)

  return {
    hello,
    /** What lies in the page's storage. */
    kept,
    tell,
    set(key: string, value: string | null) {
      if ((kept.get(key) ?? null) === value) return
      if (value === null) kept.delete(key)
      else kept.set(key, value)
      tell('set', key, value)
    },
    listen(hear: (message: ToFrame) => void) {
      port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
        if (data[0] === 'locked') locked.shift()?.()
        else {
          if (data[0] === 'storage') {
            const [, key, value] = data
            if (value === null) kept.delete(key)
            else kept.set(key, value)
          }
          hear(data)
        }
      }
      tell('here')
    },
    /** Runs while no other tab of this page does. */
    async alone(act: () => Promise<void>): Promise<void> {
      await new Promise<void>(resolve => {
        locked.push(resolve)
        tell('lock')
      })
      try {
        await act()
      } finally {
        tell('unlock')
      }
    },
  }
}
