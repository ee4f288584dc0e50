import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { until } from './until.ts'

/** A WebSocket to Socket.IO by hand, to send what no client library would. */
export class RawSocket {
  private readonly socket: Socket
  private got = Buffer.alloc(0)
  closed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', chunk => {
      this.got = Buffer.concat([this.got, chunk])
    })
    socket.on('close', () => {
      this.closed = true
    })
    // A connection that the other end cuts is what some of this is for.
    socket.on('error', () => undefined)
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
    const { hostname, port } = new URL(url)
    const raw = new RawSocket(connect(Number(port), hostname))
    raw.socket.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        `Host: ${hostname}:${port}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Version: 13',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        '\r\n',
      ].join('\r\n'),
    )
    await raw.receives('"sid"')
    return raw
  }

  /** One masked frame: of text, or of bytes that claim to be text. */
  sends(data: string | Uint8Array, opcode = 1): void {
    const payload = Buffer.from(data)
    const mask = randomBytes(4)
    const size = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.alloc(3, 0xfe)
    if (payload.length >= 126) size.writeUInt16BE(payload.length, 1)
    const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
    this.socket.write(Buffer.concat([Buffer.from([0x80 | opcode]), size, mask, masked]))
  }

  /** All that came once this or that is in it. */
  async receives(...texts: string[]): Promise<string> {
    await until(() => texts.some(text => this.got.includes(text)), `the raw socket receives ${texts}`, 60_000)
    return this.got.toString()
  }

  leaves(): void {
    this.socket.destroy()
  }
}
