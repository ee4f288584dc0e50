import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

/**
 * The chart's library writes numbers in the browser's language, and does not even load where that is none, like the
 * `en-US@posix` of a system without one. The dashboard is in English.
 */
const chartInEnglish: Plugin = {
  name: 'chart-in-english',
  transform(code, id) {
    if (!id.endsWith('uPlot.esm.js')) return undefined
    const english = code.replace('nav.language', "'en'")
    if (english === code) throw new Error(`${id} asks for the language in another way now`)
    return { code: english, map: null }
  },
}

/** The dashboard is served from the root of the site; everything it loads lies under /assets/. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  appType: 'spa',
  plugins: [preact(), chartInEnglish],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // With light-dark() and oklch(): the tokens arrive as they are written.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    // The Content-Security-Policy allows files of our own and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
