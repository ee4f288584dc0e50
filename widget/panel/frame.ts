import type { Hello, ToFrame, ToPage } from '../port.ts'

export type Frame = ReturnType<typeof openFrame>

/**
 * The chat's iframe and the port to it. The port is handed over by one message to exactly the server's origin; after
 * that nothing goes through `window`. Moving the iframe with its page loads it anew: then it is greeted anew.
 */
export function openFrame(
  place: HTMLElement,
  { server, team, title }: { server: string; team: string; title: string },
  hello: () => Hello,
  hear: (message: ToPage) => void,
) {
  const iframe = document.createElement('iframe')
  let port: MessagePort | undefined
  let isUp = false
  let ended = false

  const load = () => {
    iframe.src = `${server}/widget/frame?${new URLSearchParams({ team, origin: location.origin })}`
  }
  iframe.title = title
  iframe.onload = () => {
    const channel = new MessageChannel()
    isUp = false
    port?.close()
    port = channel.port1
    port.onmessage = ({ data }: MessageEvent<ToPage>) => {
      if (data[0] === 'here') {
        isUp = true
        place.classList.add('up')
      }
      hear(data)
    }
    iframe.contentWindow?.postMessage(hello(), server, [channel.port2])
    // The server may be away just now: the browser's error page has no answer.
    setTimeout(() => isUp || ended || load(), 4000)
  }
  load()
  place.append(iframe)

  return {
    tell: (...message: ToFrame) => port?.postMessage(message),
    isUp: () => isUp,
    focus: () => iframe.focus(),
    end() {
      ended = true
      port?.close()
    },
  }
}
