// The page as one script and one style sheet, bundled as a site would be.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export interface BuiltPage {
  readonly html: string
  readonly script: string
}

export async function buildPage(): Promise<BuiltPage> {
  const entry = fileURLToPath(new URL('page/page.ts', import.meta.url))
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'esnext',
      minify: false,
      lib: { entry, formats: ['iife'], name: 'stetBenchPage' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error('Vite built no page.')
  const css = await readFile(new URL('page/page.css', import.meta.url), 'utf8')
  const html = `<!doctype html><meta charset="utf-8"><title>bench</title><style>${css}</style><div id="root"></div><script src="/page.js"></script>`
  return { html, script: chunk.code }
}
