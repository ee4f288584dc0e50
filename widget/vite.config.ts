import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import type { InlineConfig, Plugin } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** All that know light-dark() and oklch(): since spring 2024. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5']

/**
 * socket.io-client without what this chat never uses, 2 kB of its 13: WebTransport, and frames with binary in them
 * (everything said here is JSON; the server sends no Buffer).
 */
const leaner: Plugin = {
  name: 'leaner-socket.io',
  enforce: 'pre',
  load(id) {
    if (/engine\.io-client\/build\/esm\/transports\/webtransport\.js/.test(id)) return 'export class WT {}'
    if (/socket\.io-parser\/build\/esm\/is-binary\.js/.test(id))
      return 'export const isBinary = () => false, hasBinary = () => false'
    if (/socket\.io-parser\/build\/esm\/binary\.js/.test(id))
      return 'const none = packet => packet; export { none as deconstructPacket, none as reconstructPacket }'
    if (/engine\.io-parser\/build\/esm\/contrib\/base64-arraybuffer\.js/.test(id))
      return 'export const encode = () => "", decode = () => new ArrayBuffer(0)'
    return null
  },
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
