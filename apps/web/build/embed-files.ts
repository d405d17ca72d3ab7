// The editor for other people's pages, beside the site: /embed.js and /embed.css for pages without a bundler, /embed.json
// with versions and integrity hashes, and /embed.html, which the server shows at /embed/<document>. It is a build of its
// own, because the site's is cut to what the site loads first.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preact } from '@preact/preset-vite'
import { build, type Plugin, type Rolldown } from 'vite'

const web = fileURLToPath(new URL('..', import.meta.url))

/** Part of the site's build: what it makes lies in the same folder, and is there before files are compressed. */
export function embedFiles(): Plugin {
  return {
    name: 'stet:embed-files',
    apply: 'build',
    writeBundle: {
      // What comes after, the compressing, waits for it.
      sequential: true,
      async handler({ dir = 'dist' }) {
        await build({
          root: web,
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          plugins: [preact(), nameFiles()],
          build: {
            outDir: dir,
            emptyOutDir: false,
            target: 'es2023',
            assetsInlineLimit: 0,
            modulePreload: false,
            chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
            rolldownOptions: {
              input: {
                stet: 'src/standalone/stet.ts',
                style: fileURLToPath(import.meta.resolve('@stet/editor/style.css')),
                frame: 'src/embed/main.ts',
              },
              preserveEntrySignatures: 'exports-only',
              output: {
                // The same name is the same file for ever: a page can name one and give its hash.
                entryFileNames: 'assets/embed/[name]-[hash].js',
                chunkFileNames: 'assets/embed/[name]-[hash].js',
                assetFileNames: 'assets/embed/[name]-[hash][extname]',
              },
            },
          },
        })
      },
    },
  }
}

/** The addresses that stay, which lead to the files that change. */
function nameFiles(): Plugin {
  return {
    name: 'stet:name-embed-files',
    // Not sooner: until they are written, other plugins change what is in the files.
    async writeBundle({ dir = 'dist' }, bundle) {
      const files = Object.values(bundle)
      const script = entryNamed(files, 'stet')
      const frame = entryNamed(files, 'frame')
      const style = styleNamed(files, 'style')
      const { version } = JSON.parse(readFileSync(`${web}/package.json`, 'utf8')) as {
        readonly version: string
      }
      const scripts = files.filter((file) => file.type === 'chunk' && file.name !== 'frame')
      const list = {
        version,
        script: withIntegrity(script),
        style: withIntegrity(style),
        // As an import map takes it: for browsers that look at every module.
        integrity: Object.fromEntries(scripts.map((file) => [`/${file.fileName}`, integrityOf(file)])),
      }
      const page = readFileSync(`${web}/build/embed.html`, 'utf8').replace(
        '%files%',
        [
          ...importsOf(files, frame).map((name) => `<link rel="modulepreload" href="/${name}" />`),
          ...[style, styleNamed(files, 'frame')].map(
            ({ fileName }) => `<link rel="stylesheet" href="/${fileName}" />`,
          ),
          `<script type="module" src="/${frame.fileName}"></script>`,
        ].join('\n    '),
      )
      const made = {
        // All at once, where one would lead to the next.
        'embed.js': [
          `export * from './${script.fileName}'`,
          ...importsOf(files, script).map((name) => `import './${name}'`),
          '',
        ].join('\n'),
        'embed.css': contentOf(style),
        'embed.json': `${JSON.stringify(list, null, 2)}\n`,
        'embed.html': page,
      }
      await Promise.all(
        Object.entries(made).map(([fileName, source]) => writeFile(join(dir, fileName), source)),
      )
    },
  }
}

type File = Rolldown.OutputChunk | Rolldown.OutputAsset

function entryNamed(files: readonly File[], name: string): File {
  const file = files.find((each) => each.type === 'chunk' && each.isEntry && each.name === name)
  if (file === undefined) throw new Error(`The build for other pages has no ${name}.`)
  return file
}

/** All that is imported before it can begin, by name. */
function importsOf(files: readonly File[], entry: File): string[] {
  const chunks = new Map(files.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])))
  const names = new Set(entry.type === 'chunk' ? entry.imports : [])
  // A set is walked to its end, also to what is added meanwhile.
  for (const name of names) for (const imported of chunks.get(name)?.imports ?? []) names.add(imported)
  return [...names]
}

function styleNamed(files: readonly File[], name: string): File {
  const file = files.find((each) => each.type === 'asset' && each.names.includes(`${name}.css`))
  if (file === undefined) throw new Error(`The build for other pages has no ${name}.css.`)
  return file
}

function contentOf(file: File): string | Uint8Array {
  return file.type === 'chunk' ? file.code : file.source
}

function integrityOf(file: File): string {
  return `sha384-${createHash('sha384').update(contentOf(file)).digest('base64')}`
}

function withIntegrity(file: File) {
  return { path: `/${file.fileName}`, integrity: integrityOf(file) }
}
