import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import type { InlineConfig } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** All that know light-dark() and oklch(): since spring 2024. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5']

/** The chat in the frame. Also for Vite in middleware mode (`pnpm dev`). */
const appConfig: InlineConfig = {
  configFile: false,
  root: folder('app'),
  base: '/widget/assets/',
  publicDir: false,
  plugins: [preact()],
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
