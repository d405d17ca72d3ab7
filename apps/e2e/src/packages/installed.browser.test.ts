// What is published works for strangers: installed from tarballs, built with Vite as the handbook says, opened in Chromium
// against a running server. The pages are those of the README and the handbook, with the address of this test's server.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPerson, launchBrowser, openDocument, waitForText, type Person } from '../harness/browser.ts'
import { codeOf, root } from '../harness/markdown-examples.ts'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'
import { installPackages, run } from './installed.ts'

const project = temporaryFolder('installed')
const data = temporaryFolder('installed-data')
const site = join(project.path, 'site')
let browser: Browser
let server: StetProcess
let ada: Person
let ben: Person

beforeAll(async () => {
  mkdirSync(site)
  installPackages(project.path, {
    react: '^19.0.0',
    'react-dom': '^19.0.0',
    'react-18': 'npm:react@^18.0.0',
    'react-dom-18': 'npm:react-dom@^18.0.0',
    '@types/node': '^24.0.0',
    '@types/react': '^19.0.0',
  })
  browser = await launchBrowser()
  ;[ada, ben] = await Promise.all([createPerson(browser), createPerson(browser)])
  server = await startStet({ data: data.path, args: ['--web-root', site] })
  for (const [name, text] of pages()) writeFileSync(join(project.path, name), text)
  await buildPages(['readme', 'react', 'element'], 'pages')
  await buildPages(['react'], 'react-18', { react: 'react-18', 'react-dom': 'react-dom-18' })
  // From a fresh clone everything is compiled first, and libraries may have to be fetched.
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  project.remove()
  data.remove()
})

/** The code of our pages, for the server that runs here. */
function codeIn(page: string, info: string, mark: string): string {
  const code = codeOf(readFileSync(join(root, page), 'utf8'), info).find((text) => text.includes(mark))
  if (code === undefined) throw new Error(`${page} has no ${info} block with ${mark}.`)
  return code.replaceAll(/wss?:\/\/[\w.:]+\/sync/g, server.syncUrl)
}

function pages(): Map<string, string> {
  const embedding = 'docs/embedding.md'
  return new Map([
    ['readme.html', html('readme.ts', '<div id="editor"></div>')],
    ['readme.ts', codeIn('README.md', 'ts', 'createEditor')],
    ['react.html', html('react.tsx', '<div id="root"></div>')],
    ['handbook.tsx', codeIn(embedding, 'tsx', 'StetEditor')],
    [
      'react.tsx',
      `import { StrictMode } from 'react'
       import { createRoot } from 'react-dom/client'
       import { Handbook } from './handbook'
       createRoot(document.getElementById('root')!).render(<StrictMode><Handbook /></StrictMode>)`,
    ],
    ['element.html', html('element.ts', codeIn(embedding, 'html', '<stet-editor'))],
    ['element.ts', codeIn(embedding, 'ts', 'defineStetEditor')],
  ])
}

function html(script: string, body: string): string {
  return `<!doctype html><html lang="en"><title>Page</title><body>${body}<script type="module" src="/${script}"></script>`
}

async function buildPages(names: string[], into: string, alias: Record<string, string> = {}): Promise<void> {
  await build({
    root: project.path,
    configFile: false,
    base: `/${into}/`,
    logLevel: 'error',
    resolve: { alias },
    oxc: { jsx: { runtime: 'automatic' } },
    build: {
      outDir: join(site, into),
      target: 'es2023',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: names.map((name) => join(project.path, `${name}.html`)) },
    },
  })
}

test.each([
  ['the five lines of the README', 'pages/readme.html'],
  ['the React component under StrictMode', 'pages/react.html'],
  ['the React component under StrictMode of React 18', 'react-18/react.html'],
  ['the element', 'pages/element.html'],
])('two pages with %s edit together', async (name, path) => {
  await Promise.all([ada, ben].map((person) => openDocument(person, `${server.url}/${path}`)))
  expect(await ada.page.locator('.stet-editor').count()).toBe(1)
  await ada.page.locator('.ProseMirror').click()
  await ada.page.keyboard.type(`From Ada, with ${name}. `)
  await waitForText(ben, `From Ada, with ${name}. `)
  await ben.page.locator('.ProseMirror').click()
  await ben.page.keyboard.press('Control+Home')
  await ben.page.keyboard.type(`From Ben, with ${name}. `)
  await waitForText(ada, `From Ben, with ${name}. `)
  await ada.page.locator('[data-stet-status="saved"]').waitFor()
  // Its colours survive a build for browsers without `light-dark()`.
  expect(await ada.page.locator('.stet-editor').evaluate((editor) => getComputedStyle(editor).color)).toBe(
    'rgb(31, 30, 27)',
  )
  expect([...ada.errors, ...ben.errors]).toEqual([])
})

const everyDoor = `
  import { createEditor, defineFeature } from '@stet/editor'
  import '@stet/editor/style.css'
  import { createEditor as createCore } from '@stet/editor/core'
  import { defineStetEditor } from '@stet/editor/element'
  import { StetEditor } from '@stet/editor/react'
  import { createWords } from '@stet/editor/words'
  import { showDocument } from '@stet/editor/viewer'
  import '@stet/editor/viewer.css'
  import { connectDocument } from '@stet/client'
  import { safeBinding } from '@stet/binding'
  import { toHTML } from '@stet/document'
  import { fromHTML } from '@stet/document/from-html'
  import { fromMarkdown } from '@stet/document/markdown'
  import { createServer } from '@stet/server'
  import { createEngine } from '@stet/engine'
  import { isDocumentName } from '@stet/protocol'
`

test.each(['bundler', 'node16'])('the types are whole under moduleResolution %s', (resolution) => {
  const file = 'types.ts'
  const use = `
    const editor = await createEditor(document.body, { url: 'wss://docs.example.com/sync', document: 'handbook' })
    const done: boolean = editor.commands.setHeading({ level: 2 })
    // @ts-expect-error There is no level 9.
    editor.commands.setHeading({ level: 9 })
    console.log(done, defineFeature, createCore, defineStetEditor, StetEditor, createWords, connectDocument, safeBinding)
    console.log(showDocument)
    console.log(toHTML, fromHTML, fromMarkdown, createServer, createEngine, isDocumentName)
  `
  writeFileSync(join(project.path, file), everyDoor + use)
  const compilerOptions = {
    module: resolution === 'bundler' ? 'esnext' : resolution,
    moduleResolution: resolution,
    noEmit: true,
    strict: true,
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable', 'dom', 'dom.iterable'],
    types: ['node'],
  }
  writeFileSync(join(project.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const complaints = run(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], project.path, 'may fail')
  // Libraries are looked into as well; what is wrong in those of others is not ours.
  const ours = complaints.split('\n').filter((line) => /^(?:types\.ts|node_modules\/@stet\/)/.test(line))
  expect(ours).toEqual([])
})

test('every door opens in Node, without a DOM, and a server draws the React component as an empty place', () => {
  const script = `${everyDoor.replace(/import '.*css'/g, '')}
    import { createElement } from 'react'
    import { renderToString } from 'react-dom/server'
    defineStetEditor()
    console.log(renderToString(createElement(StetEditor, { url: 'wss://docs.example.com/sync', document: 'a', className: 'page' })))
    console.log(toHTML(fromMarkdown('# A *word*')), toHTML(fromHTML('<p>Hi</p>')))
  `
  writeFileSync(join(project.path, 'render.mjs'), script)
  expect(run(process.execPath, ['render.mjs'], project.path)).toBe(
    '<div class="page"></div>\n<h1>A <em>word</em></h1> <p>Hi</p>\n',
  )
})
