// The editor in somebody else's page: what createEditor promises, through each of its doors.
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Editor } from '@stet/editor'
import { fromMarkdown } from '@stet/document/markdown'
import type { Embed } from '../embed-page/main.ts'
import type { View } from '../embed-page/viewer.ts'
import { createPerson, launchBrowser, type Person } from '../harness/browser.ts'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'

// What runs in the page is handed over as text: these names are there.
declare const embed: Embed
declare let editor: Editor
declare let told: string[]
declare let drawn: ReturnType<Embed['drawReact']>

declare const view: View
declare const shown: ReturnType<View['showDocument']>

const embedPage = fileURLToPath(new URL('../embed-page', import.meta.url))
let browser: Browser
let server: StetProcess
let person: Person
let page: Page
const data = temporaryFolder('embed')
const site = temporaryFolder('embed-site')

beforeAll(async () => {
  await cp(fileURLToPath(new URL('../../../web/dist', import.meta.url)), site.path, { recursive: true })
  await build({
    root: embedPage,
    base: '/host/',
    logLevel: 'error',
    build: {
      outDir: join(site.path, 'host'),
      emptyOutDir: true,
      rolldownOptions: { input: ['index.html', 'viewer.html'].map((name) => join(embedPage, name)) },
    },
  })
  browser = await launchBrowser()
  server = await startStet({ data: data.path, args: ['--web-root', site.path] })
})
beforeEach(async () => {
  person = await createPerson(browser)
  page = person.page
  await page.goto(`${server.url}/host/index.html`)
  await page.waitForFunction(() => 'embed' in globalThis)
})
afterEach(async () => {
  await person.context.close()
  expect(person.errors).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  data.remove()
  site.remove()
})

const text = (): Promise<string> => page.locator('.ProseMirror').innerText()

test('a local editor takes content in and gives it out, and a feature brings nodes, commands and buttons', async () => {
  const result = await page.evaluate(async () => {
    const { createEditor, place, stamps } = embed
    const content = {
      type: 'doc',
      content: [{ type: 'textblock', content: [{ type: 'text', text: 'Given' }] }],
    } as const
    const own = await createEditor(place(), { content, features: [stamps] })
    Object.assign(globalThis, { editor: own })
    const before = own.getMarkdown()
    const could = own.can.insertStamp({ at: 'noon' })
    const did = own.commands.insertStamp({ at: 'noon' })
    return { before, could, did, json: own.getJSON().content.map(({ type }) => type) }
  })
  expect(result).toEqual({ before: 'Given', could: true, did: true, json: ['textblock', 'stamp'] })
  await page.locator('.ProseMirror time', { hasText: 'noon' }).waitFor()
  await page.getByRole('toolbar').getByRole('button', { name: 'Stamp of today' }).click()
  await page.locator('.ProseMirror time', { hasText: 'today' }).waitFor()

  const written = await page.evaluate(async () => {
    const markdown = await editor.setMarkdown('# One\n\ntwo')
    const afterMarkdown = editor.getHTML()
    const html = editor.setHTML('<p style="font-weight:700" onclick="alert(1)">three</p>')
    const afterHTML = editor.getMarkdown()
    let refused = ''
    try {
      editor.setContent({ type: 'doc', content: [{ type: 'nonsense' }] })
    } catch (error) {
      refused = String(error)
    }
    editor.commands.undo()
    return { markdown, afterMarkdown, html, afterHTML, refused, undone: editor.getText() }
  })
  expect(written.afterMarkdown).toBe('<h1>One</h1>\n<p>two</p>')
  expect(written.afterHTML).toContain('three')
  expect(written.refused).toMatch(/TypeError: setContent: .*nonsense/)
  expect(written.undone).toContain('two')

  const locked = await page.evaluate(() => {
    editor.setReadonly(true)
    return { wrote: editor.setHTML('<p>no</p>'), can: editor.can.setHeading({ level: 1 }) }
  })
  expect(locked).toEqual({ wrote: false, can: false })
  await page.locator('.ProseMirror[contenteditable="false"]').waitFor()
})

test('events tell what happens, and on() gives its own off', async () => {
  await page.evaluate(async () => {
    const { createEditor, place, url } = embed
    const list: string[] = []
    const own = await createEditor(place(), { url, document: 'events', user: { name: 'Ada', color: '#0a7' } })
    Object.assign(globalThis, { editor: own, told: list })
    own.on('ready', () => list.push('ready'))
    own.on('change', ({ remote }) => list.push(`change ${remote}`))
    own.on('status', ({ state }) => list.push(`status ${state}`))
    own.on('presence', (people) => list.push(`presence ${people.map(({ name }) => name).join()}`))
    const off = own.on('selection', () => list.push('selection'))
    own.setHTML('<p>first</p>')
    off()
  })
  await page.locator('.stet-editor[data-stet-status="saved"]').waitFor()
  await expect.poll(() => page.evaluate(() => told)).toContain('status saved')
  const events = await page.evaluate(() => told)
  expect(events).toContain('ready')
  expect(events).toContain('change false')
  const selections = events.filter((event) => event === 'selection').length
  await page.evaluate(() => void editor.setHTML('<p>second, longer</p>'))
  expect(await page.evaluate(() => told.filter((event) => event === 'selection').length)).toBe(selections)
})

test('what is brought is bound and not ended: a provider, a doc with awareness', async () => {
  const alive = await page.evaluate(async () => {
    const { createEditor, place, url, Y, Awareness, WebsocketProvider } = embed
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(url, 'brought', doc)
    const first = await createEditor(place(), { provider, user: { name: 'Ada', color: '#0a7' } })
    first.setHTML('<p>from the provider</p>')
    first.destroy()
    let ended = false
    doc.on('destroy', () => (ended = true))
    const kept = { synced: provider.shouldConnect, ended }
    provider.destroy()

    const own = new Y.Doc()
    const awareness = new Awareness(own)
    const second = await createEditor(place(), { doc: own, awareness })
    second.destroy()
    second.destroy()
    const states = awareness.getStates().size
    awareness.destroy()
    return { ...kept, states, left: document.querySelectorAll('.stet-editor').length }
  })
  expect(alive).toEqual({ synced: true, ended: false, states: 1, left: 0 })
})

test('it works under the strictest of policies, which this page has: nothing inline, nothing evaluated, only trusted texts', async () => {
  expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toBe(
    "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'",
  )
  // And means it: a text cannot become part of such a page, tests make no exception.
  const other = await person.context.newPage()
  await other.goto(page.url())
  await expect(other.evaluate(() => (document.body.innerHTML = '<p>text</p>'))).rejects.toThrow(/TrustedHTML/)
  await other.close()

  await page.evaluate(async () => {
    const { createEditor, place, url } = embed
    const own = await createEditor(place(), { url, document: 'strict', user: { name: 'Ada', color: '#0a7' } })
    Object.assign(globalThis, { editor: own })
    await own.setMarkdown(
      '# Head\n\n```js\nconst a = 1\n```\n\n$$\nx^2\n$$\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nend',
    )
  })
  await page.locator('.ProseMirror math').first().waitFor()
  await page.locator('.ProseMirror pre span[class]').first().waitFor()
  await page.locator('.ProseMirror > p', { hasText: 'end' }).click()
  await page.locator('.ProseMirror').evaluate((editable) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData(
      'text/html',
      '<p style="font-weight: 700" onclick="alert(1)">pasted</p><script>alert(1)</script>',
    )
    editable.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await page.locator('.ProseMirror strong', { hasText: 'pasted' }).waitFor()
  await page.locator('.stet-table td').first().click()
  await page.locator('.stet-table-cells').waitFor()
  await page.locator('.stet-editor[data-stet-status="saved"]').waitFor()
})

test('the core is an editor with nothing around it, and the features that were chosen', async () => {
  await page.evaluate(async () => {
    const { createCore, connectDocument, place, tables, url } = embed
    const connection = connectDocument({ url, document: 'core' })
    Object.assign(globalThis, { editor: await createCore(place(), { connection, features: [tables] }) })
  })
  await page.locator('.ProseMirror').click()
  await page.keyboard.type('# Head')
  await page.keyboard.press('Enter')
  await page.keyboard.type('/ and **bold**')
  await page.locator('.ProseMirror strong', { hasText: 'bold' }).waitFor()
  const made = await page.evaluate(() =>
    editor.commands.insertTable({ rows: 1, columns: 2, headerRow: false }),
  )
  await page.keyboard.type('one')
  await page.keyboard.press('Tab')
  await page.keyboard.type('$x^2$ two')
  const read = await page.evaluate(() => ({
    text: embed.toMarkdown(editor.getJSON()),
    commands: Object.keys(editor.commands),
  }))
  expect(made).toBe(true)
  expect(read.text).toMatch(/^# Head\n\n\/ and \*\*bold\*\*\n\n/)
  // The first cell, and the next; a formula was not chosen.
  expect(read.text).toMatch(/one[^]*\$x\^2\\?\$ two/)
  expect(read.commands).toContain('toggleBold')
  expect(read.commands).not.toContain('insertMath')
  expect(await page.locator('[role="toolbar"], [role="listbox"], [role="dialog"]').count()).toBe(0)
})

const everything = `# Head

Some *words*, \`code\`, <mark>bright</mark> and $x^2$, and a [link](https://example.com).

سلام

> quoted
> lines

1. one
   1. nested
2. two

- [x] done
- [ ] open

> [!TIP]
> In a box.

<details><summary>Folded</summary>

away

</details>

\`\`\`
let a = 1
\`\`\`

---

| a | b |
| --- | --- |
| 1 | 2 |
| | |

<br>

$$
\\frac{a}{b}
$$

The end.`

/** What of a block one can see. Code has a line above it in the editor only. */
function look(): string[] {
  return [...document.querySelectorAll('.ProseMirror > :not(pre)')].map((block) => {
    const { height, width } = block.getBoundingClientRect()
    const { color, fontSize, direction, marginTop } = getComputedStyle(block)
    const words = (block.textContent ?? '').replace(/\s+/g, ' ').trim()
    const size = [width, height].map((length) => length.toFixed(1)).join('×')
    return `${words.slice(0, 20)} ${size} ${color} ${fontSize} ${direction} ${marginTop}`
  })
}

test('a page without an editor shows a document as the editor does', async () => {
  const written = await page.evaluate(async (content) => {
    const own = await embed.createEditor(embed.place(), { content, toolbar: false })
    Object.assign(globalThis, { editor: own })
    return own.getJSON()
  }, fromMarkdown(everything))
  await page.locator('.stet-math-preview math').waitFor()
  const inEditor = await page.evaluate(look)
  await page.goto(`${server.url}/host/viewer.html`)
  await page.waitForFunction(() => 'view' in globalThis)
  await page.evaluate((content) => {
    const main = document.querySelector('main')
    if (main) Object.assign(globalThis, { shown: view.showDocument(main, content) })
  }, written)
  await page.locator('.stet-math-preview math').waitFor()
  expect(inEditor.length).toBeGreaterThan(12)
  // The ink of the light sheet, also where a bundler lowers the style sheet for older browsers.
  expect(inEditor[0]).toContain('rgb(31, 30, 27)')
  expect(await page.evaluate(look)).toEqual(inEditor)
  await page.getByRole('button', { name: 'Fold or unfold' }).click()
  await page.getByText('away').waitFor({ state: 'hidden' })
  // What did not change stays as it is, and stays folded.
  const { before, after } = await page.evaluate((content) => {
    const before = new Set(document.querySelectorAll('.ProseMirror > *'))
    shown.show({ ...content, content: content.content.slice(1) })
    const kept = [...document.querySelectorAll('.ProseMirror > *')].filter((block) => before.has(block))
    return { before: before.size, after: kept.length }
  }, written)
  expect(after).toBe(before - 1)
  expect(await page.getByText('away').isVisible()).toBe(false)
})

test('<stet-editor> follows its attributes, stays when it is moved, and speaks in a form', async () => {
  await page.evaluate(
    (url) => {
      const { defineStetEditor } = embed
      const list: string[] = []
      Object.assign(globalThis, { told: list })
      document.addEventListener('stet-ready', () => list.push('ready'))
      const form = document.createElement('form')
      const attributes = { url, document: 'element', name: 'body', 'user-name': 'Ada' }
      const element = document.createElement('stet-editor')
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      form.append(element)
      document.querySelector('main')?.append(form)
      defineStetEditor()
      defineStetEditor()
    },
    `ws://${new URL(server.url).host}/sync`,
  )
  await page.locator('stet-editor .ProseMirror[contenteditable="true"]').click()
  await page.keyboard.type('## in a form')
  await expect
    .poll(() =>
      page.evaluate(() => {
        const form = document.querySelector('form')
        return form ? new FormData(form).get('body') : ''
      }),
    )
    .toBe('## in a form')

  const moved = await page.evaluate(async () => {
    const element = document.querySelector('stet-editor')
    const before = element?.editor
    document.querySelector('main')?.prepend(element ?? '')
    await Promise.resolve()
    element?.setAttribute('readonly', '')
    return { same: before !== undefined && before === element?.editor, who: before?.presence.length }
  })
  expect(moved.same).toBe(true)
  await page.locator('.ProseMirror[contenteditable="false"]').waitFor()
  // Another document is another editor.
  await page.evaluate(() => document.querySelector('stet-editor')?.setAttribute('document', 'element-2'))
  await expect.poll(text).not.toContain('in a form')
  expect(await page.locator('.stet-editor').count()).toBe(1)
  await page.evaluate(() => document.querySelector('stet-editor')?.remove())
  await expect.poll(() => page.locator('.stet-editor').count()).toBe(0)
  expect((await page.evaluate(() => told)).length).toBe(2)
})

test('<StetEditor> makes one editor under StrictMode and takes changes over', async () => {
  await page.evaluate(() => {
    const props = { url: embed.url, document: 'react', className: 'page' }
    const made = embed.drawReact({
      ...props,
      onReady: (ready) => Object.assign(globalThis, { editor: ready }),
    })
    Object.assign(globalThis, { drawn: made })
  })
  await page.locator('.page .ProseMirror[contenteditable="true"]').click()
  await page.keyboard.type('in React')
  expect(await page.locator('.stet-editor').count()).toBe(1)
  expect(await page.evaluate(() => editor.getText())).toBe('in React')
  await page.evaluate(() =>
    drawn.draw({ url: embed.url, document: 'react', readonly: true, user: { name: 'Bo', color: '#a00' } }),
  )
  await page.locator('.ProseMirror[contenteditable="false"]').waitFor()
  await page.locator('.ProseMirror', { hasText: 'in React' }).waitFor()
  await page.evaluate(() => drawn.remove())
  await expect.poll(() => page.locator('.stet-editor').count()).toBe(0)
})

test('made and destroyed 200 times, nothing is left: no node, listener, timer, or memory', async () => {
  const devtools = await page.context().newCDPSession(page)
  await page.evaluate(countTimers)
  // The first ones load what is loaded once, and fill the caches of the engine.
  await mountAndDestroy(30)
  const before = await measure(devtools)
  await mountAndDestroy(200)
  const after = await measure(devtools)
  expect(await page.evaluate(() => document.querySelectorAll('main *').length)).toBe(30 + 200)
  await page.evaluate(() => document.querySelector('main')?.replaceChildren())
  expect(await page.evaluate(() => (globalThis as unknown as { timers: Set<unknown> }).timers.size)).toBe(0)
  // The places themselves are still there: one element each.
  expect(after.nodes - before.nodes).toBeLessThanOrEqual(200 + 20)
  expect(after.listeners - before.listeners).toBeLessThanOrEqual(0)
  // Kept editors would be some 200 kB each.
  expect((after.heap - before.heap) / 200).toBeLessThan(5_000)
})

async function mountAndDestroy(times: number): Promise<void> {
  await page.evaluate(async (times) => {
    const { createEditor, place } = embed
    for (let round = 0; round < times; round += 1) {
      const own = await createEditor(place(), { user: { name: 'Ada', color: '#0a7' } })
      own.setHTML('<p>Some <b>text</b></p><ul><li>item</li></ul>')
      own.focus()
      own.destroy()
    }
  }, times)
}

async function measure(devtools: CDPSession): Promise<Record<'nodes' | 'listeners' | 'heap', number>> {
  // What waits for a frame or for a quiet moment has come to its end.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(done))))
  await devtools.send('HeapProfiler.enable')
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN
  return { nodes: value('Nodes'), listeners: value('JSEventListeners'), heap: value('JSHeapUsedSize') }
}

/** Keeps the timers that are set and neither over nor cleared in `timers`. */
function countTimers(): void {
  const timers = new Set<unknown>()
  Object.assign(globalThis, { timers })
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  Object.assign(globalThis, {
    setTimeout(run: () => void, ms?: number) {
      const id = setTimeout(() => {
        timers.delete(id)
        run()
      }, ms)
      timers.add(id)
      return id
    },
    setInterval(run: () => void, ms?: number) {
      const id = setInterval(run, ms)
      timers.add(id)
      return id
    },
    clearTimeout(id: number) {
      timers.delete(id)
      clearTimeout(id)
    },
    clearInterval(id: number) {
      timers.delete(id)
      clearInterval(id)
    },
  })
}
