// The handbook as pages of the site, at /docs: made from docs/ when the site is built, and at every request while developing.
// A link that leads nowhere ends the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { renderMarkdown, renderPage } from './render-page.ts'
import type { NavigationGroup, RenderedText } from './render-page.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const docs = join(repository, 'docs')

/** Pages that lie elsewhere, and their names here. */
const elsewhere = new Map([
  [join(repository, 'packages/protocol/PROTOCOL.md'), 'protocol'],
  [join(repository, 'packages/engine/SPEC.md'), 'room'],
])

/** In the order of reading; pages that are in no group are a mistake. */
const groups: readonly { readonly title: string; readonly pages: readonly string[] }[] = [
  { title: 'Write', pages: ['writing'] },
  { title: 'Host', pages: ['hosting', 'operations', 'access', 'security', 'limits'] },
  { title: 'Build', pages: ['building', 'embedding', 'theming', 'own-editor', 'http-api'] },
  { title: 'Look up', pages: ['protocol', 'room', 'api', 'faq'] },
]

interface Source {
  readonly file: string
  /** '' for the first page, `writing`, `api/editor`. */
  readonly name: string
}

export function handbook(): Plugin {
  return {
    name: 'stet:handbook',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const styles = Object.keys(bundle).filter((name) => /^assets\/index-[^/]*\.css$/.test(name))
        if (styles.length !== 1)
          throw new Error(`The handbook needs the site's style sheet, not ${styles.length}.`)
        const head = styles.map((name) => `<link rel="stylesheet" href="/${name}">`).join('\n')
        for (const [name, source] of renderHandbook(head)) {
          this.emitFile({ type: 'asset', fileName: name === '' ? 'docs.html' : `docs/${name}.html`, source })
        }
      },
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, name = ''] = /^\/docs(?:\/([\w/-]+))?$/.exec(request.url ?? '') ?? []
        const page = /^\/docs(?:\/|$)/.test(request.url ?? '') ? renderHandbook(devHead).get(name) : undefined
        if (page === undefined) next()
        else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      })
    },
  }
}

/** While developing, styles come as modules. */
const devHead = '<script type="module" src="/src/site-styles.ts"></script>'

/** Whole pages by their names. */
function renderHandbook(head: string): Map<string, string> {
  const sources = findSources()
  const names = new Map(sources.map(({ file, name }) => [file, name]))
  const texts = new Map<string, RenderedText>()
  for (const { file, name } of sources) {
    const text = renderMarkdown(readFileSync(file, 'utf8'), (target) => {
      const [path = '', fragment] = target.split('#')
      const to = path === '' ? name : names.get(resolve(dirname(file), path))
      if (to === undefined)
        throw new Error(`${relative(repository, file)} links to ${target}, which is no page.`)
      return addressOf(to) + (fragment === undefined ? '' : `#${fragment}`)
    })
    texts.set(name, text)
  }
  const navigation = groups.map(({ title, pages }): NavigationGroup => ({
    title,
    pages: pages.map((name) => ({ address: addressOf(name), title: must(texts.get(name), name).title })),
  }))
  const grouped = new Set(groups.flatMap(({ pages }) => pages))
  return new Map(
    [...texts].map(([name, page]) => {
      if (name !== '' && !name.includes('/') && !grouped.has(name))
        throw new Error(`${name} is in no group of pages.`)
      return [name, renderPage({ page, address: addressOf(name), navigation, head })]
    }),
  )
}

function findSources(): Source[] {
  const others = [...elsewhere].map(([file, name]) => ({ file, name }))
  for (const { file } of others) must(existsSync(file) ? file : undefined, file)
  return [...sourcesIn(docs, ''), ...sourcesIn(join(docs, 'api'), 'api/'), ...others]
}

function sourcesIn(folder: string, prefix: string): Source[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const name = file === 'README.md' ? prefix.replace(/\/$/, '') : prefix + file.replace(/\.md$/, '')
      return { file: join(folder, file), name }
    })
}

function addressOf(name: string): string {
  return name === '' ? '/docs' : `/docs/${name}`
}

function must<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The handbook has no page ${name}.`)
  return value
}
