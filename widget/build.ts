import { build, type InlineConfig } from 'vite'
import appConfig, { scriptConfig } from './vite.config.ts'

/** Builds `widget.js` and `app/` (index.html and all assets) into `outDir`, by default `widget/dist`. */
export async function buildWidget({ outDir = distFolder }: { outDir?: string } = {}): Promise<void> {
  const into = async (folder: string, config: InlineConfig) => {
    const output = await build({ ...config, logLevel: 'warn', build: { ...config.build, outDir: outDir + folder } })
    return [output].flat().flatMap(made => ('output' in made ? made.output.map(file => file.fileName) : []))
  }
  await into('/app', appConfig)
  await into('/app', scriptConfig('panel/panel.ts', 'panel.js'))
  const [panel] = await into('/app', scriptConfig('panel/panel.ts', 'panel-[hash].js'))
  await into('', scriptConfig('loader/loader.ts', 'widget.js', { PANEL: JSON.stringify(panel) }))
}

const distFolder = new URL('dist', import.meta.url).pathname

if (import.meta.main) await buildWidget()
