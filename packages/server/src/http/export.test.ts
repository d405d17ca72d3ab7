import { jsonToYjs, metaName } from '@stet/document'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { decodeImport } from '../export/decode-import.ts'
import { encodeDocument } from '../export/encode-document.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import type { DocumentName } from '@stet/protocol'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const plan = {
  type: 'doc',
  content: [
    {
      type: 'textblock',
      attrs: { kind: 'heading', level: 1 },
      content: [{ type: 'text', text: 'Plan <b>' }],
    },
    {
      type: 'textblock',
      attrs: { kind: 'paragraph' },
      content: [{ type: 'text', text: 'bold', marks: [{ type: 'bold' }] }],
    },
  ],
} as const

function planUpdate(title?: string): Uint8Array {
  const doc = new Y.Doc()
  jsonToYjs(plan, doc)
  if (title !== undefined) doc.getMap(metaName).set('title', title)
  return Y.encodeStateAsUpdate(doc)
}

async function start() {
  const storage = createMemoryStorage()
  const server = await startTestServer(cleanup, { storage })
  const row = { document: 'plan' as DocumentName, principal: 'ann', time: 1 }
  await storage.append([{ ...row, update: planUpdate('The plan') }])
  return (query: string) => fetch(`${server.url}/api/documents/${query}`)
}

// Each answer is made in a thread of its own, which has to start: one to a test.
it('what is saved is had as a page', async () => {
  const get = await start()
  const html = await get('plan/export')
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(html.headers.get('content-disposition')).toBe('attachment; filename="plan.html"')
  const page = await html.text()
  expect(page).toContain('<title>The plan</title>')
  expect(page).toContain('Plan &lt;b&gt;')
  expect(page).toMatch(/<(?:b|strong)>bold/u)
})

it('what is saved is had as JSON', async () => {
  const get = await start()
  const json = await get('plan/export?format=json')
  expect(await json.json()).toMatchObject({ type: 'doc', title: 'The plan', content: [{}, {}] })
})

it('what is saved is had as text', async () => {
  const get = await start()
  const text = await get('plan/export?format=text')
  expect(await text.text()).toMatch(/^Plan <b>\n+bold\n$/u)
})

it('what is saved is had as Markdown', async () => {
  const get = await start()
  const markdown = await get('plan/export?format=markdown')
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect(markdown.headers.get('content-disposition')).toBe('attachment; filename="plan.md"')
  expect(await markdown.text()).toMatch(/^#? ?Plan \\<b>\n\n\*\*bold\*\*\n$/u)
})

it('what is saved is had as a Yjs update', async () => {
  const get = await start()
  const yjs = await get('plan/export?format=yjs')
  expect(yjs.headers.get('content-disposition')).toBe('attachment; filename="plan.yjs"')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await yjs.bytes())
  expect(doc.getXmlFragment('prosemirror').length).toBe(2)
})

it.each([
  ['plan/export?format=docx', 400, 'bad-format'],
  ['nothing/export', 404, 'not-found'],
  ['a%20b/export', 400, 'bad-document-name'],
])('%s is refused with %d %s', async (query, status, code) => {
  const get = await start()
  const response = await get(query)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { code } })
})

it('behind the export there is nothing', async () => {
  const get = await start()
  for (const path of ['plan/export/more', 'plan/import', '/export'])
    expect((await get(path)).status).toBe(404)
})

it('more exports at once than there are threads for are sent away to come back', async () => {
  const get = await start()
  const answers = await Promise.all(Array.from({ length: 6 }, () => get('plan/export')))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  const busy = answers.find(({ status }) => status === 503)
  expect(busy?.headers.get('retry-after')).toBe('2')
  // The places are free again.
  for (const answer of answers) await answer.arrayBuffer()
  expect((await get('plan/export')).status).toBe(200)
})

it('json and yjs come back as they went out', () => {
  for (const format of ['json', 'yjs'] as const) {
    const file = encodeDocument([planUpdate('The plan')], format)
    const again = decodeImport(file, format)
    for (const other of ['html', 'json', 'text'] as const) {
      expect(encodeDocument([again], other)).toEqual(encodeDocument([planUpdate('The plan')], other))
    }
  }
})

it.each([
  ['json', 'not json', 'is not the JSON of a document'],
  ['json', '{"type":"paragraph"}', 'is not the JSON of a document'],
  ['json', '{"type":"doc","content":[{"type":5}]}', 'is not the JSON of a document'],
  ['yjs', 'garbage', 'refused'],
] as const)('a file that is no %s is refused: %s', (format, text, message) => {
  expect(() => decodeImport(new TextEncoder().encode(text), format)).toThrow(message)
})

it('a Yjs file that holds only a part of a document is refused', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'one')
  const before = Y.encodeStateVector(doc)
  doc.getText('text').insert(3, ' two')
  expect(() => decodeImport(Y.encodeStateAsUpdate(doc, before), 'yjs')).toThrow('only a part')
})
