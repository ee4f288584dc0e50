import { io } from 'socket.io-client'

/** How a namespace receives whoever comes with this: let in, or refused with a problem. */
export async function knock(
  url: string,
  namespace: '/visitor' | '/agent',
  auth: object,
  headers: Record<string, string> = {},
): Promise<{ in: true } | { in: false; problem: unknown }> {
  const socket = io(`${url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: headers,
  })
  try {
    return await new Promise(resolve => {
      socket.on('ready', () => resolve({ in: true }))
      socket.on('connect_error', error =>
        resolve({ in: false, problem: 'data' in error ? error.data : { code: 'unreachable', message: error.message } }),
      )
    })
  } finally {
    socket.disconnect()
  }
}
