import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import type { InlineConfig, Plugin } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** All that know light-dark() and oklch(): since spring 2024. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5']

/**
 * socket.io-client without what this chat never uses, 4 kB of its 13: WebTransport, polling by XMLHttpRequest (it has
 * fetch, too), frames with binary in them (everything said here is JSON; the server sends no Buffer), and addresses
 * taken apart by hand: it connects to where the frame is from.
 */
const leaner: Plugin = {
  name: 'leaner-socket.io',
  enforce: 'pre',
  load(id) {
    const [path = ''] = id.split('?')
    return Object.entries(LEANER).find(([end]) => path.endsWith(end))?.[1] ?? null
  },
}
const LEANER = {
  // The only script that is fetched later has no style and is needed by nobody at once.
  'vite/preload-helper.js': 'export const __vitePreload = load => load()',
  'engine.io-client/build/esm/transports/webtransport.js': 'export class WT {}',
  'engine.io-client/build/esm/transports/polling-xhr.js': "export { Fetch as XHR } from './polling-fetch.js'",
  'socket.io-client/build/esm/url.js': 'export const url = path => ({ path, id: path, source: location.origin })',
  'engine.io-client/build/esm/contrib/parseuri.js': `
    export const parse = uri => {
      const { protocol, hostname, port } = new URL(uri)
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port }
    }`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `
    import { PACKET_TYPES } from './commons.js'
    export const encodePacket = ({ type, data }, _, callback) => callback(PACKET_TYPES[type] + (data || ''))
    export const encodePacketToBinary = encodePacket`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js'
    export const decodePacket = packet => {
      const type = typeof packet === 'string' && PACKET_TYPES_REVERSE[packet[0]]
      return type ? { type, ...(packet.length > 1 && { data: packet.slice(1) }) } : ERROR_PACKET
    }`,
  'socket.io-parser/build/esm/is-binary.js': 'export const isBinary = () => false, hasBinary = () => false',
  'socket.io-parser/build/esm/binary.js':
    'const same = packet => packet; export { same as deconstructPacket, same as reconstructPacket }',
}

/** The chat in the frame. Also for Vite in middleware mode (`pnpm dev`). */
const appConfig: InlineConfig = {
  configFile: false,
  root: folder('app'),
  base: '/widget/assets/',
  publicDir: false,
  plugins: [leaner, preact()],
  build: {
    outDir: folder('dist/app'),
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    target: 'es2022',
    cssTarget: browsers,
    modulePreload: false,
  },
}

export default appConfig

/** A script for the page itself: one file, no import. */
export const scriptConfig = (entry: string, fileName: string, define: Record<string, string> = {}): InlineConfig => ({
  configFile: false,
  root: folder('.'),
  publicDir: false,
  define,
  build: {
    outDir: folder('dist'),
    emptyOutDir: false,
    target: 'es2022',
    cssTarget: browsers,
    lib: { entry: folder(entry), formats: ['iife'], name: 'pavior_', fileName: () => fileName },
  },
})
