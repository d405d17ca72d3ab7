// Every kind of block and mark on a real page: what a screen reader finds, what axe says, and that people can write in
// tables and captions, alone and at once.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { DocumentJSON, NodeJSON } from '@stet/document'
import type { AxeResults } from 'axe-core'
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { waitUntilEqual } from '../harness/browser.ts'
import { giveDocument, joinDocument } from '../harness/given-document.ts'
import { useSite } from '../harness/site.ts'
import { undoUntil, write } from '../harness/writing.ts'

const site = useSite('document-model')

const p = (text: string, attrs: Record<string, unknown> = {}): NodeJSON => ({
  type: 'textblock',
  attrs,
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
})
const cell = (text: string, attrs: Record<string, unknown> = {}): NodeJSON => ({
  type: 'table_cell',
  attrs,
  content: [p(text)],
})
const row = (...cells: NodeJSON[]): NodeJSON => ({ type: 'table_row', content: cells })
const marked = (text: string, type: string, attrs?: Record<string, unknown>): NodeJSON => ({
  type: 'text',
  text,
  marks: [{ type, ...(attrs && { attrs }) }],
})

// One red dot, in the document itself: no server has to have it.
const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

const everything: DocumentJSON['content'] = [
  p('All there is', { kind: 'heading', level: 1 }),
  {
    type: 'textblock',
    content: [
      marked('yellow', 'highlight', { color: 'yellow' }),
      { type: 'text', text: ' ' },
      marked('red', 'text_color', { color: 'red' }),
      { type: 'text', text: ' H' },
      marked('2', 'subscript'),
      { type: 'text', text: 'O m' },
      marked('2', 'superscript'),
      { type: 'text', text: ' ' },
      marked('remark', 'comment', { id: 'c1' }),
      { type: 'text', text: ' ' },
      { type: 'mention', attrs: { id: 'ada', label: 'Ada' } },
      { type: 'text', text: ' ' },
      { type: 'math_inline', attrs: { tex: 'x^2' } },
      { type: 'text', text: ' ' },
      { type: 'image', attrs: { src: dot, alt: 'dot' } },
    ],
  },
  p('Centred', { align: 'center' }),
  p('שלום', { dir: 'rtl' }),
  {
    type: 'table',
    content: [
      row(cell('Name', { header: 'column' }), cell('Age', { header: 'column', align: 'right' })),
      row(cell('Ada', { header: 'row' }), cell('36', { align: 'right' })),
      row(cell('both', { colspan: 2 })),
    ],
  },
  {
    type: 'figure',
    attrs: { src: dot, alt: 'A red dot', width: 60 },
    content: [{ type: 'text', text: 'A caption' }],
  },
  {
    type: 'callout',
    attrs: { kind: 'warning' },
    content: [p('Mind the gap.'), p('one', { kind: 'bullet' })],
  },
  { type: 'callout', attrs: { kind: 'note', emoji: '🔥' }, content: [p('Hot.')] },
  { type: 'toggle', content: [p('Summary', { kind: 'heading', level: 2 }), p('Detail')] },
  { type: 'math_block', content: [{ type: 'text', text: 'e = mc^2' }] },
  { type: 'embed', attrs: { href: 'https://vimeo.com/76979871', title: 'A film' } },
  p('The end'),
]

async function openWith(
  content: DocumentJSON['content'],
  name = 'Ada',
): Promise<{ person: Person; address: string }> {
  const address = site.newAddress()
  await giveDocument(site, address, content)
  return { person: await site.writer({ name, address }), address }
}

async function violations({ page }: Person): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const results = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    )
    for (const { id, nodes } of results.violations)
      for (const { html, failureSummary } of nodes)
        found.push(`${colorScheme} ${id}: ${html}\n${failureSummary}`)
  }
  return found
}

test('a screen reader finds every kind of block as what it is, and axe finds nothing', async () => {
  const { person } = await openWith(everything)
  await person.page.getByText('The end').waitFor()
  // Formulas are typeset when what does that has come.
  await person.page.locator('.ProseMirror math').nth(1).waitFor()
  const tree = await person.page.locator('.ProseMirror').ariaSnapshot()
  for (const entry of [
    'table',
    'columnheader "Name"',
    'columnheader "Age"',
    'rowheader "Ada"',
    'cell "36"',
    'figure',
    'img "A red dot"',
    'note "Warning"',
    'heading "Summary" [level=2]',
    'math: x 2',
    'A film',
    'mark',
    'subscript',
    'superscript',
  ])
    expect(tree).toContain(entry)
  expect(await violations(person)).toEqual([])
})

test('a table is written in from cell to cell, and Tab in the last one adds a row', async () => {
  const { person } = await openWith([{ type: 'table', content: [row(cell('a'), cell('b'))] }, p('')])
  await person.page.getByRole('cell', { name: 'a' }).click()
  await write(person, '{End}1{Tab}{End}2{Tab}c{Tab}d{Enter}e')
  const cells = person.page.locator('td')
  await expect.poll(() => cells.allTextContents()).toEqual(['a1', 'b2', 'c', 'de'])
  await undoUntil(person, async () => (await cells.allTextContents()).join() === 'a,b')
  expect(await cells.count()).toBe(2)
})

test('two people in one table and one caption: all they type is there, on both pages', async () => {
  const { person: ada, address } = await openWith([
    { type: 'figure', attrs: { src: dot, alt: 'dot' }, content: [{ type: 'text', text: 'Caption' }] },
    { type: 'table', content: [row(cell('one'), cell('two'))] },
    p(''),
  ])
  const ben = await site.writer({ name: 'Ben', address })
  await ada.page.locator('figcaption').click()
  await ben.page.getByRole('cell', { name: 'two' }).click()
  await Promise.all([write(ada, '{End} by Ada'), write(ben, '{End} and a half{Tab}three')])
  await ben.page.locator('figcaption').click()
  await write(ben, '{Home}Ben: {End}{Enter}below')
  await waitUntilEqual(ada, ben)
  await expect.poll(() => ada.page.locator('figcaption').innerText()).toBe('Ben: Caption by Ada')
  expect(await ada.page.locator('td').allTextContents()).toEqual(['one', 'two and a half', 'three', ''])
  expect(await ada.page.locator('.ProseMirror > .stet-block').first().innerText()).toContain('below')
})

test('a table that would stop the page is shown, and can be typed in', async () => {
  const { person } = await openWith([
    {
      type: 'table',
      content: [
        row(cell('huge', { colspan: 1e9, rowspan: 1e9 }), cell('words', { colspan: 'abc', colwidth: [-1] })),
        row(cell('less', { colspan: -1 })),
      ],
    },
    p('after'),
  ])
  await person.page.getByRole('cell', { name: 'words' }).click()
  await write(person, '{End}!')
  await expect.poll(() => person.page.locator('td').allInnerTexts()).toContain('words!')
})

test('a document in the form of a newer version can be read and not edited, from the moment it is', async () => {
  const { person, address } = await openWith([p('Some text')])
  await person.page.locator('.ProseMirror p').click()
  await write(person, '{End}.')
  await person.page.locator('[data-stet-status="saved"]').first().waitFor()
  const newer = await joinDocument(site, address)
  newer.doc.getMap('meta').set('schema', 2)
  await person.page.getByRole('status').filter({ hasText: 'newer version of the editor' }).waitFor()
  await write(person, ' lost?')
  expect(await person.page.locator('.ProseMirror').innerText()).toBe('Some text.')
  expect(await person.page.locator('.ProseMirror').getAttribute('contenteditable')).toBe('false')
  expect(await violations(person)).toEqual([])
  newer.leave()
  const late = await site.person('Late')
  await late.page.goto(address)
  await late.page.getByRole('status').filter({ hasText: 'newer version of the editor' }).waitFor()
  expect(await late.page.locator('.ProseMirror').innerText()).toContain('Some text.')
})
