// A document in which an editor of a newer version wrote: blocks, inline content, marks and attributes that this one has no
// name for. The page shows them as what they are, and nothing anybody does elsewhere takes them away.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { write } from '../harness/writing.ts'

const site = useSite('unknown-content')

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

/** A client that is none of ours, as the newer editor would be. It stays connected until the end of the test. */
async function newerEditor(address: string): Promise<{ root: Y.XmlFragment; leave: () => void }> {
  const name = new URL(address).pathname.slice('/d/'.length)
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(site.server.syncUrl, name, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  const leave = (): void => {
    provider.destroy()
    doc.destroy()
  }
  return { root: doc.getXmlFragment('prosemirror'), leave }
}

function block(name: string, ...children: (string | Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const element = new Y.XmlElement(name)
  element.insert(
    0,
    children.map((child) => (typeof child === 'string' ? new Y.XmlText(child) : child)),
  )
  return element
}

function chart(): Y.XmlElement {
  const element = block('flow_chart', block('flow_step', 'Boil water'), block('flow_step', 'Wait'))
  element.setAttribute('layout', { direction: 'down', colors: ['red', 'blue'] } as unknown as string)
  return element
}

async function openNewer(): Promise<{ person: Person; root: Y.XmlFragment; leave: () => void }> {
  const address = site.newAddress()
  const { root, leave } = await newerEditor(address)
  const glowing = new Y.XmlText()
  glowing.applyDelta([
    { insert: 'This ' },
    { insert: 'glows', attributes: { glow: { hue: 3 } } },
    { insert: '.' },
  ])
  const first = block('textblock', 'Made with a newer version.')
  first.setAttribute('shade', 'evening')
  root.insert(0, [
    first,
    chart(),
    block('textblock', 'Due on ', block('date_chip'), ' at noon.'),
    block('textblock', glowing),
  ])
  const person = await site.writer({ name: 'Ada', address })
  await person.page.locator('.stet-unsupported').nth(1).waitFor()
  return { person, root, leave }
}

const chartXML =
  '<flow_chart layout="[object Object]"><flow_step>Boil water</flow_step><flow_step>Wait</flow_step></flow_chart>'

function chartsIn(root: Y.XmlFragment): Y.XmlElement[] {
  return (root.toArray() as Y.XmlElement[]).filter((child) => child.nodeName === 'flow_chart')
}

test('is shown with its name, readable in both themes, and told to screen readers', async () => {
  const { person, leave } = await openNewer()
  const { page } = person
  expect(await page.locator('.stet-unsupported').allTextContents()).toEqual([
    'Unsupported content: flow chart',
    'Unsupported content: date chip',
  ])
  expect(await page.locator('.stet-editor').getAttribute('data-stet-status')).not.toBe('readonly')
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    )
    expect(violations.map(({ id }) => id)).toEqual([])
    const folder = process.env['STET_SCREENSHOTS']
    if (folder !== undefined) await page.screenshot({ path: `${folder}/unknown-${colorScheme}.png` })
  }
  leave()
})

test('stays while somebody writes, formats and undoes all around it', async () => {
  const { person, root, leave } = await openNewer()
  const [original] = chartsIn(root)
  const { page } = person
  await page.locator('.ProseMirror > p').last().click()
  await write(person, '{End} More{Control+a}{Control+b}{Control+b}{Control+Alt+1}{Control+z}{ArrowRight}!')
  await expect.poll(() => root.toJSON()).toContain('More!')
  expect(chartsIn(root)).toEqual([original])
  expect(root.toJSON()).toContain(chartXML)
  expect(root.toJSON()).toContain('<date_chip></date_chip>')
  expect(root.toJSON()).toContain('<glow hue="3">glows</glow>')
  expect((root.get(0) as Y.XmlElement).getAttribute('shade')).toBe('evening')
  leave()
})

test('is selected by the first Backspace, deleted by the second, and whole again after undo', async () => {
  const { person, root, leave } = await openNewer()
  const { page } = person
  await page
    .locator('.ProseMirror > p')
    .nth(1)
    .click({ position: { x: 1, y: 10 } })
  await write(person, '{Home}{Backspace}')
  await page.locator('div.stet-unsupported.ProseMirror-selectednode').waitFor()
  expect(root.toJSON()).toContain(chartXML)
  await write(person, '{Backspace}')
  await expect.poll(() => root.toJSON()).not.toContain('flow_chart')
  await write(person, '{Control+z}')
  await expect.poll(() => root.toJSON()).toContain(chartXML)
  expect((chartsIn(root)[0]?.getAttribute('layout') as unknown) ?? null).toEqual({
    direction: 'down',
    colors: ['red', 'blue'],
  })
  leave()
})

test('goes through the clipboard whole, also the inline one by word', async () => {
  const { person, root, leave } = await openNewer()
  const { page, context } = person
  await context.grantPermissions(clipboard.permissions)
  await page.locator('div.stet-unsupported').click()
  await write(person, '{Control+c}')
  await page.locator('.ProseMirror > p').last().click()
  await write(person, '{End}{Enter}{Control+v}')
  await expect.poll(() => chartsIn(root).map((element) => element.toJSON())).toEqual([chartXML, chartXML])
  expect(chartsIn(root)[1]?.getAttributes()).toEqual(chartsIn(root)[0]?.getAttributes())
  // A word deleted backwards would take the chip along: it is selected instead.
  await page.locator('span.stet-unsupported').evaluate(async (chip) => {
    // The editor hears of it first: its listener is the older one.
    const heard = new Promise((resolve) => {
      document.addEventListener('selectionchange', resolve, { once: true })
    })
    if (chip.nextSibling !== null) getSelection()?.collapse(chip.nextSibling, 1)
    await heard
  })
  await write(person, '{Control+Backspace}')
  await page.locator('span.stet-unsupported.ProseMirror-selectednode').waitFor()
  expect(root.toJSON()).toContain('<date_chip></date_chip>')
  leave()
})

test('arrives while somebody writes, and leaves caret, focus and undo as they are', async () => {
  const address = site.newAddress()
  const { root, leave } = await newerEditor(address)
  const person = await site.writer({ name: 'Ada', address })
  await person.page.locator('.ProseMirror').click()
  await write(person, 'Half a sen')
  await expect.poll(() => root.toJSON()).toContain('Half a sen')
  root.insert(0, [chart()])
  await person.page.locator('div.stet-unsupported').waitFor()
  await write(person, 'tence')
  await expect.poll(() => root.toJSON()).toContain('>Half a sentence<')
  await write(person, '{Control+z}')
  await expect.poll(() => root.toJSON()).not.toContain('sentence')
  expect(root.toJSON()).toContain(chartXML)
  leave()
})
