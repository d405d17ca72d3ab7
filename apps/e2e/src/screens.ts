// `pnpm screens`: pictures of what people see, made from the running product, into docs/screens/. Look at them after
// every change of the looks: ugly is a bug. Names on the command line make only those: `pnpm screens blocks offline`.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { NodeJSON } from '@stet/document'
import { giveDocument } from './harness/given-document.ts'
import { findChromium } from './harness/chromium.ts'
import { createPerson, launchBrowser, openDocument, type Person } from './harness/browser.ts'
import { pngFile } from './harness/pictures.ts'
import { startStet, temporaryFolder } from './harness/stet-process.ts'
import { write, writeInto } from './harness/writing.ts'

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url))
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const
const wanted = new Set(process.argv.slice(2))

const fieldNotes = [
  '# Field notes{Enter}',
  'Nobody had walked the northern shore since the lighthouse closed. We wrote down what we saw, **together**, ',
  'and *let it stand*.{Enter}',
  '## What to carry{Enter}',
  '- rope, two lengths{Enter}water{Enter}{Tab}three litres each{Enter}{Enter}{Enter}',
  '[x] tide tables{Enter}bring the second map{Enter}{Enter}',
  '> The sea keeps no minutes. We should.{Enter}{Enter}',
  'Low water is at `06:40`. The path along the rocks is open for two hours, not more.{Enter}',
  '## What we saw{Enter}Two seals, and a door without a house.',
].join('')

const everyBlock = [
  '# Every block{Enter}A paragraph with **bold**, *italic*, ~~struck~~ and `code`.{Enter}',
  '### Numbered{Enter}1. Walk to the point{Enter}count the steps{Enter}{Tab}there and back{Enter}{Enter}write them down{Enter}{Enter}',
  '[x] take the compass{Enter}the brass one{Enter}{Enter}',
  '> Quoted words stand a little apart,{Enter}in as many lines as they need.{Enter}{Enter}',
  '```ts{Enter}const tide = await read("north")',
  '{Enter}if (tide.isLow) go(){Enter}{Enter}{Enter}---',
  'After the divider.',
].join('')

const boxes = [
  ':::note Take the compass.{Enter}The **brass** one.{Enter}{Enter}',
  '> [!WARNING]Low water is at 06:40.{Enter}{Enter}',
  '>> What to carry{Enter}rope, two lengths{Enter}water{Enter}{Enter}',
].join('')
const summits = [
  'Name',
  'Height',
  'Notes',
  'Skiddaw',
  '931 m',
  'A long walk',
  'Helvellyn',
  '950 m',
  'In good weather',
]
const arabic = [
  '# ملاحظات ميدانية{Enter}لم يمشِ أحد على الشاطئ الشمالي منذ أُغلقت المنارة. كتبنا ما رأيناه **معًا**.{Enter}',
  'An English block in it stands on the left.{Enter}## ما نحمله{Enter}- حبل، بطولين{Enter}ماء{Enter}{Tab}ثلاثة لترات لكل واحد',
  '{Enter}{Enter}{Enter}[x] جداول المد{Enter}الخريطة الثانية{Enter}{Enter}> البحر لا يدوّن محاضر. ينبغي لنا نحن.',
].join('')

const chromium = findChromium()
if (chromium === undefined)
  throw new Error('The pictures need Chromium: install it, or set CHROMIUM to its path.')
mkdirSync(folder, { recursive: true })
const data = temporaryFolder('screens')
const server = await startStet({ data: data.path })
const browser = await launchBrowser(chromium)
try {
  const ada = await person('Ada Quill', '#b5409f')
  const ben = await person('Ben', '#007a8a')
  const { page } = ada
  await page.goto(server.url)
  await page.getByRole('button', { name: 'New document' }).waitFor()
  await picture(ada, 'empty-library')
  await page.goto(`${server.url}/nowhere/at-all`)
  await page.getByRole('heading').waitFor()
  await picture(ada, 'no-page')

  await openDocument(ada, `${server.url}/d/field-notes`)
  await picture(ada, 'empty-document')
  await writeInto(ada, fieldNotes)
  await openDocument(ben, `${server.url}/d/field-notes`)
  await ben.page.getByText('Nobody had walked').click()
  await write(ben, '{Control+End}{ArrowUp}{ArrowUp}{End} It does not.')
  await page.getByText('It does not.').waitFor()
  await page.locator('[data-stet-status="saved"]').first().waitFor()
  const cara = await person('Cara', '#c2410c')
  await openDocument(cara, `${server.url}/d/field-notes`)
  await cara.page.getByText('rope, two lengths').click()
  await write(cara, '{Home}{Shift+End}')
  await page.locator('[data-stet-selection]').first().waitFor()
  await picture(ada, 'document', () => write(ben, '{ArrowLeft}{ArrowRight}'))
  await cara.context.close()

  await page.getByRole('combobox', { name: 'Text style' }).click()
  await picture(ada, 'text-style')
  await write(ada, '{Escape}{Escape}')
  await page.getByRole('button', { name: /change your name/ }).click()
  await picture(ada, 'profile')
  await write(ada, '{Escape}')

  await page.getByText('Nobody had walked').click()
  await write(ada, '{Control+h}')
  await page.getByRole('search').waitFor()
  await write(ada, 'the')
  await page.locator('.stet-match-active').waitFor()
  await picture(ada, 'find-and-replace')
  await write(ada, '{Escape}')
  await page.getByText('Nobody had walked').click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await picture(ada, 'document-menu')
  await page.getByRole('menuitem', { name: 'Focus mode' }).click()
  await picture(ada, 'focus-mode')
  await write(ada, '{Escape}')
  await page.getByRole('button', { name: 'Ben', exact: true }).click()
  await picture(ada, 'person')
  await write(ada, '{Escape}')
  await page.setViewportSize(sizes.phone)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Outline' }).click()
  await picture(ada, 'outline')
  await write(ada, '{Escape}')
  await menus()
  await rightToLeft()
  await phone()

  await longDocument(ada)
  await openDocument(ada, `${server.url}/d/pictures`)
  await writeInto(ada, '# The northern shore{Enter}Low water is at 06:40.{Enter}')
  const files = page.waitForEvent('filechooser')
  await page.evaluate(() => {})
  await page.locator('.stet-toolbar [data-stet-tool="insertImage"]').click()
  await (await files).setFiles([pngFile('shore.png', { width: 900, height: 360 })])
  await page.locator('.stet-figure img').click()
  await page.getByRole('toolbar', { name: 'Picture' }).waitFor()
  await write(ada, '{Enter}The shore, the evening before{Escape}')
  await page.getByRole('toolbar', { name: 'Picture' }).waitFor()
  await picture(ada, 'picture')
  await write(ada, '{Tab}{Enter}')
  await page.getByRole('dialog', { name: 'Description' }).waitFor()
  await picture(ada, 'picture-description')
  await write(ada, '{Escape}')

  await openDocument(ben, `${server.url}/d/harbour-log`)
  await writeInto(ben, '# Harbour log')
  await ben.page.locator('[data-stet-status="saved"]').first().waitFor()
  await openDocument(ada, `${server.url}/d/blocks`)
  await writeInto(ada, everyBlock)
  await page.locator('.hljs-keyword').first().waitFor()
  await page.getByText('the brass one').click({ clickCount: 3 })
  await write(ada, '{Control+k}example.org/compass')
  await picture(ada, 'blocks')
  await write(ada, '{Escape}')
  await ada.context.setOffline(true)
  await page.locator('[data-stet-status="offline"]').first().waitFor()
  await page.getByRole('button', { name: /^Status/ }).hover()
  await picture(ada, 'offline')
  await ada.context.setOffline(false)
  await page.locator('[data-stet-status="saved"]').first().waitFor()

  await openDocument(ada, `${server.url}/d/tables`)
  await writeInto(ada, `${boxes}/table`)
  await page.getByRole('listbox', { name: 'Blocks' }).waitFor()
  await write(ada, `{Enter}${summits.join('{Tab}')}`)
  await page.getByText('931 m').click()
  await page.getByText('931 m').hover()
  await page.locator('.stet-table-row').waitFor()
  await picture(ada, 'table')
  await write(ada, '{Control+Alt+g}')
  await page.getByRole('menu', { name: 'Table menu' }).waitFor()
  await picture(ada, 'table-menu')
  await write(ada, '{Escape}{Control+Enter}')
  await page.getByRole('button', { name: 'Table of a size…' }).click()
  await page.getByRole('dialog', { name: 'Size of the table' }).waitFor()
  await picture(ada, 'table-size')
  await write(ada, '{Escape}')
  await page.locator('[data-stet-status="saved"]').first().waitFor()

  await page.goto(server.url)
  await page.getByText('Harbour log').first().waitFor()
  await page.locator('.avatar-stack').first().waitFor()
  await picture(ada, 'library')
} finally {
  await browser.close()
  await server.stop('SIGTERM')
  data.remove()
}

/** Everything that opens over the text, in a document of its own. */
async function menus(): Promise<void> {
  const eve = await person('Eve Holm', '#c2410c')
  const { page } = eve
  const shows = async (name: string, keys: string, opened: string) => {
    await write(eve, keys)
    await page.locator(opened).first().waitFor()
    await picture(eve, name)
    await write(eve, '{Escape}')
  }
  await openDocument(eve, `${server.url}/d/menus`)
  await writeInto(eve, '# The ways in{Enter}Everything that can be done has a name and a key.{Enter}')
  await shows('slash-menu', '/', '.stet-listbox')
  await write(eve, '{Backspace}')
  await shows('block-menu', '{Control+Alt+m}', '[role="menu"]')
  await shows('command-palette', '{Alt+/}', '.stet-palette')
  await shows('shortcuts', '{Control+/}', '.stet-shortcuts-modal')
  await shows('bubble-toolbar', '{ArrowUp}{Shift+Control+ArrowRight}', '[role="toolbar"].stet-popup')
  await shows('link-form', '{Control+k}', '.stet-link-popover')
  await write(eve, '{Control+End}```ts{Enter}const tide = await read("north") // at noon')
  await page.locator('.hljs-comment').waitFor()
  await picture(eve, 'code')
}

/** Somewhere in the middle of one, where the outline says where. */
async function longDocument(person: Person): Promise<void> {
  const address = `${server.url}/d/long`
  const words =
    'Nobody had walked the northern shore since the lighthouse closed. We wrote down what we saw. '
  const content = Array.from({ length: 12 }, (_, chapter): NodeJSON[] => [
    block(`Day ${chapter + 1}`, { kind: 'heading', level: 2 }),
    ...[3, 5, 2].map((sentences) => block(words.repeat(sentences))),
  ]).flat()
  await giveDocument({ server }, address, [block('The log of the shore', { kind: 'heading' }), ...content])
  await openDocument(person, address)
  await person.page.getByRole('heading', { name: 'Day 7' }).evaluate((heading) => heading.scrollIntoView())
  await picture(person, 'long-document')
}

function block(text: string, attrs: NodeJSON['attrs'] = {}): NodeJSON {
  return { type: 'textblock', attrs, content: [{ type: 'text', text }] }
}

async function rightToLeft(): Promise<void> {
  const layla = await person('ليلى', '#15803d')
  await layla.context.addInitScript(() => localStorage.setItem('stet.language', 'ar'))
  await openDocument(layla, `${server.url}/d/arabic`)
  await writeInto(layla, arabic)
  await layla.page.locator('[data-stet-status="saved"]').first().waitFor()
  await picture(layla, 'arabic')
  await write(layla, '{Enter}{Enter}/')
  await layla.page.locator('.stet-listbox').first().waitFor()
  await picture(layla, 'arabic-menu')
}

/** With a finger, which is more than a narrow window. */
async function phone(): Promise<void> {
  const context = await browser.newContext({ viewport: sizes.phone, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  const finn: Person = { context, page, errors: [] }
  await openDocument(finn, `${server.url}/d/phone`)
  await page.locator('.ProseMirror').tap()
  await write(finn, '# On the way{Enter}Written with a thumb, on the ferry.{Enter}- rope')
  await page.locator('[data-stet-status="saved"]').first().waitFor()
  if (wanted.size > 0 && !wanted.has('touch')) return
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${folder}touch-phone-${colorScheme}.png` })
  }
}

async function person(name: string, color: string): Promise<Person> {
  const made = await createPerson(browser, { name, color })
  await made.page.emulateMedia({ reducedMotion: 'reduce' })
  return made
}

/** In both sizes and both themes. `before` runs before each, for what shows only for a moment. */
async function picture(person: Person, name: string, before?: () => Promise<void>): Promise<void> {
  if (wanted.size > 0 && !wanted.has(name)) return
  const { page } = person
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await before?.()
      if (before !== undefined) await page.locator('.stet-caret-moved').first().waitFor({ state: 'attached' })
      const suffix = size === 'desktop' ? colorScheme : `${size}-${colorScheme}`
      await page.screenshot({ path: `${folder}${name}-${suffix}.png` })
    }
  }
  await page.setViewportSize(sizes.desktop)
}
