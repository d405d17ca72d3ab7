// Pictures: picked, pasted and dropped, seen by both, sent when the network is back, and handled with mouse and keyboard.
import { expect, test } from 'vitest'
import { violations } from '../harness/axe.ts'
import type { Person } from '../harness/browser.ts'
import { waitForState } from '../harness/browser.ts'
import { giveDocument } from '../harness/given-document.ts'
import type { PictureFile } from '../harness/pictures.ts'
import { pngFile } from '../harness/pictures.ts'
import { useSite } from '../harness/site.ts'
import { undoUntil, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('images')

const pictures = ({ page }: Person) => page.locator('.ProseMirror .stet-figure img')
const cards = ({ page }: Person) => page.locator('.stet-upload')
const toolbar = ({ page }: Person) => page.getByRole('toolbar', { name: 'Picture' })
/** How wide each is by itself: 0 for one that is not loaded. */
const naturalWidths = (person: Person): Promise<number[]> =>
  pictures(person).evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth))
const sees = (person: Person, widths: readonly number[]): Promise<void> =>
  expect.poll(() => naturalWidths(person)).toEqual(widths)

/** `ask` opens the file dialog. */
async function pick(
  { page }: Person,
  files: readonly PictureFile[],
  ask: () => Promise<unknown>,
): Promise<void> {
  const chosen = page.waitForEvent('filechooser')
  // Whoever listens for dialogs is told of them only once the browser knows.
  await page.evaluate(() => {})
  await ask()
  await (await chosen).setFiles([...files])
}

/** Pastes or drops files, as the browser reports it. */
function give(
  { page }: Person,
  kind: 'paste' | 'drop',
  { files, html = '', text = '' }: { files: readonly PictureFile[]; html?: string; text?: string },
): Promise<void> {
  const sent = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }))
  return page.locator('.ProseMirror').evaluate(
    (editable, { kind, sent, html, text }) => {
      const data = new DataTransfer()
      for (const { name, mimeType, base64 } of sent) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        data.items.add(new File([bytes], name, { type: mimeType }))
      }
      if (html !== '') data.setData('text/html', html)
      if (text !== '') data.setData('text/plain', text)
      const options = { bubbles: true, cancelable: true }
      const { left, bottom } = editable.lastElementChild?.getBoundingClientRect() ?? new DOMRect()
      editable.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data, clientX: left + 5, clientY: bottom - 2 }),
      )
    },
    { kind, sent, html, text },
  )
}

async function select(person: Person): Promise<void> {
  await pictures(person).first().click()
  await toolbar(person).waitFor()
}

const picture = (attrs: Readonly<Record<string, unknown>> = {}) => ({
  type: 'figure',
  attrs: {
    src: `data:image/png;base64,${pngFile('wide', { width: 400, height: 200 }).buffer.toString('base64')}`,
    alt: '',
    ...attrs,
  },
})

test('a picture is picked from the slash menu, both see it, and undo and redo take it as one step', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, 'Look{Enter}/imag')
  const offered = ada.page.getByRole('listbox', { name: 'Blocks' }).locator('[aria-selected="true"]')
  await expect.poll(() => offered.textContent()).toContain('Image')
  await pick(ada, [pngFile('a.png')], () => write(ada, '{Enter}'))
  await sees(ada, [320])
  await sees(ben, [320])
  await write(ada, 'below')
  await waitForBlocks(ben, ['Look', '<FIGURE> ', 'below'])
  expect(await pictures(ben).getAttribute('src')).toMatch(/\/uploads\/[\da-f]{64}\.png$/)
  await undoUntil(ada, async () => (await pictures(ada).count()) === 0)
  await sees(ben, [])
  await write(ada, '{Control+y}')
  await sees(ben, [320])
})

test('several files come in their order, and what is typed meanwhile stays', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'start{Enter}')
  const files = [1, 2, 3, 4].map((n) => pngFile(`${n}.png`, { width: 100 + n, shade: n }))
  const hold = Promise.withResolvers<void>()
  await ada.page.route('**/uploads', async (route) => {
    await hold.promise
    await route.continue()
  })
  await pick(ada, files, () => ada.page.locator('.stet-toolbar [data-stet-tool="insertImage"]').click())
  await expect.poll(() => cards(ada).count()).toBe(4)
  await write(ada, 'end')
  hold.resolve()
  await sees(ada, [101, 102, 103, 104])
  await waitForBlocks(ada, ['start', '<FIGURE> ', '<FIGURE> ', '<FIGURE> ', '<FIGURE> ', 'end'])
  expect(await cards(ada).count()).toBe(0)
  await ada.page.unroute('**/uploads')
})

test('a picture is pasted with real keys; text with a picture of it stays text; a drop goes where the pointer is', async () => {
  const ada = await site.writer()
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await writeInto(ada, 'one')
  await ada.page.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
      ])
    },
    pngFile('clip.png', { width: 90 }).buffer.toString('base64'),
  )
  await write(ada, '{Control+v}')
  await sees(ada, [90])
  await waitForBlocks(ada, ['one', '<FIGURE> '])
  await give(ada, 'paste', { files: [pngFile('x.png')], html: '<p>words</p>', text: 'words' })
  await waitForBlocks(ada, ['onewords', '<FIGURE> '])
  await give(ada, 'drop', { files: [pngFile('drop.png', { width: 70 })] })
  await sees(ada, [90, 70])
})

test('offline it is kept with a way to try again, and goes out when the network is back', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ada, 'text')
  await waitForState(ada, 'saved')
  await ada.context.setOffline(true)
  await give(ada, 'paste', { files: [pngFile('away.png', { width: 64 })] })
  await cards(ada).getByText('No connection.').waitFor()
  await cards(ada).getByRole('button', { name: 'Try again' }).click()
  await cards(ada).getByText('No connection.').waitFor()
  expect(await cards(ben).count()).toBe(0)
  await sees(ben, [])
  await ada.context.setOffline(false)
  await sees(ada, [64])
  await sees(ben, [64])
  expect(await cards(ada).count()).toBe(0)
})

test('what the server does not take is said, and can be removed', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'text')
  const page = Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(200))
  await give(ada, 'paste', { files: [{ name: 'trick.png', mimeType: 'image/png', buffer: page }] })
  await cards(ada).getByText('This kind of picture cannot be used.').waitFor()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  await give(ada, 'drop', { files: [{ name: 'a.svg', mimeType: 'image/svg+xml', buffer: svg }] })
  await expect.poll(() => cards(ada).getByText('This kind of picture cannot be used.').count()).toBe(2)
  await cards(ada).first().getByRole('button', { name: 'Remove' }).click()
  await cards(ada).first().getByRole('button', { name: 'Remove' }).click()
  expect(await cards(ada).count()).toBe(0)
  await write(ada, '!')
  await waitForBlocks(ada, ['text!'])
})

test('its sides make it wider and narrower, with mouse and keyboard, each one undo step', async () => {
  const address = site.newAddress()
  await giveDocument(site, address, [
    picture(),
    { type: 'textblock', content: [{ type: 'text', text: 'after' }] },
  ])
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await sees(ada, [400])
  await select(ada)
  const box = await pictures(ada).boundingBox()
  if (!box) throw new Error('The picture is not shown.')
  await ada.page.mouse.move(box.x + box.width - 5, box.y + box.height / 2)
  await ada.page.mouse.down()
  await ada.page.mouse.move(box.x + box.width - 55, box.y + box.height / 2, { steps: 5 })
  await ada.page.mouse.up()
  await expect.poll(() => pictures(ben).getAttribute('width')).toBe('300')
  const size = await pictures(ada).boundingBox()
  expect(size).toMatchObject({ width: 300, height: 150 })
  await write(ada, '{Alt+Shift+ArrowRight}')
  await expect.poll(async () => Number(await pictures(ben).getAttribute('width'))).toBeGreaterThan(300)
  await write(ada, '{Control+z}')
  await expect.poll(() => pictures(ben).getAttribute('width')).toBe('300')
  await write(ada, '{Control+z}')
  await expect.poll(() => pictures(ben).getAttribute('width')).toBe(null)
})

test('by keyboard alone: into the picture, its description, its caption, and away', async () => {
  const address = site.newAddress()
  await giveDocument(site, address, [
    picture(),
    { type: 'textblock', content: [{ type: 'text', text: 'after' }] },
  ])
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  await ada.page.locator('.ProseMirror > p').getByText('after').click()
  await write(ada, '{Home}{ArrowLeft}{Escape}')
  await toolbar(ada).waitFor()
  await write(ada, '{Tab}{Enter}')
  const form = ada.page.getByRole('dialog', { name: 'Description' })
  await form.waitFor()
  await write(ada, 'A red square{Enter}')
  await expect.poll(() => pictures(ben).getAttribute('alt')).toBe('A red square')
  expect(await ada.page.evaluate(() => document.activeElement?.classList.contains('ProseMirror'))).toBe(true)
  await write(ada, '{Enter}Caption')
  await waitForBlocks(ben, ['<FIGURE> Caption', 'after'])
  await write(ada, '{Escape}')
  await toolbar(ada).waitFor()
  await write(ada, '! and more')
  await waitForBlocks(ben, ['<FIGURE> Caption! and more', 'after'])
  await write(ada, '{Escape}{Delete}')
  await waitForBlocks(ben, ['after'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ben, ['<FIGURE> Caption! and more', 'after'])
})

test('another picture takes its place and keeps its caption and width', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'x{Enter}')
  await give(ada, 'paste', { files: [pngFile('one.png', { width: 80 })] })
  await sees(ada, [80])
  await select(ada)
  await write(ada, 'Caption{Escape}')
  await toolbar(ada).waitFor()
  await pick(ada, [pngFile('two.png', { width: 81 })], () =>
    toolbar(ada).getByRole('button', { name: 'Replace' }).click(),
  )
  await sees(ada, [81])
  await waitForBlocks(ada, ['x', '<FIGURE> Caption', ''])
})

test('one that cannot be loaded says so, and is tried again', async () => {
  const address = site.newAddress()
  const src = `/uploads/${'a'.repeat(64)}.png`
  await giveDocument(site, address, [picture({ src, alt: 'A lighthouse' })])
  const ada = await site.person()
  let isThere = false
  await ada.page.route(`**${src}`, (route) =>
    isThere
      ? route.fulfill({ contentType: 'image/png', body: pngFile('late.png', { width: 55 }).buffer })
      : route.abort(),
  )
  await ada.page.goto(address)
  const sign = ada.page.locator('.stet-picture-broken')
  await sign.getByText('This picture cannot be shown.').waitFor()
  await sign.getByText('A lighthouse').waitFor()
  isThere = true
  await sign.getByRole('button', { name: 'Try again' }).click()
  await sees(ada, [55])
  expect(await sign.count()).toBe(0)
})

test('axe finds nothing at a selected picture, its form and an upload that failed', async () => {
  const address = site.newAddress()
  await giveDocument(site, address, [picture({ alt: 'A square' }), { type: 'textblock' }])
  const ada = await site.writer({ name: 'Ada', address })
  const file = { name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }
  await give(ada, 'drop', { files: [file] })
  await cards(ada).waitFor()
  await select(ada)
  expect(await violations(ada)).toEqual([])
  await toolbar(ada).getByRole('button', { name: 'Description' }).click()
  await ada.page.getByRole('dialog', { name: 'Description' }).waitFor()
  expect(await violations(ada)).toEqual([])
})

test('pictures of other sites in what is pasted are never asked for: a sign says where they are', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  const asked: string[] = []
  for (const { page } of [ada, ben]) page.on('request', (request) => asked.push(request.url()))
  await writeInto(ada, 'x{Backspace}')
  const pixel = '<img src="https://tracker.example/pixel.gif" alt="a view of the shore">'
  await give(ada, 'paste', {
    files: [],
    html: `<p>words ${pixel} and words</p><figure>${pixel}<figcaption>The shore</figcaption></figure>`,
    text: 'words',
  })
  for (const { page } of [ada, ben]) {
    await page.getByText('A picture on tracker.example.').waitFor()
    await page.getByRole('link', { name: 'a view of the shore' }).waitFor()
    expect(await page.getByRole('link', { name: 'Open the picture' }).getAttribute('href')).toBe(
      'https://tracker.example/pixel.gif',
    )
  }
  expect(await violations(ada)).toEqual([])
  expect(asked.filter((url) => url.includes('tracker.example'))).toEqual([])
})
