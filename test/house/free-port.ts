import { createServer } from 'node:net'

/** Systems give outgoing connections a port from 32768 on: what is to be listened on again must lie below. */
const [FIRST, LAST] = [10_240, 32_767]

/** A port that nobody listens on now, and that no outgoing connection takes later. */
export async function freePort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', error => ('code' in error && error.code === 'EADDRINUSE' ? resolve(freePort()) : reject(error)))
    server.listen(port, () => server.close(() => resolve(port)))
  })
}
