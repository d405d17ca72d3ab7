import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { deriveTitle, maxTitleLength } from './derive-title.ts'

function updatesOf(change: (doc: Y.Doc) => void): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  change(doc)
  return updates
}

const titled = (title: string): Uint8Array[] => updatesOf((doc) => doc.getMap('meta').set('title', title))

it('no rows give the empty title', () => {
  expect(deriveTitle([])).toBe('')
})

it('a title is one line of bounded length, never ending in half a character', () => {
  expect(deriveTitle(titled('  Two\nlines \t here '))).toBe('Two lines here')
  const cut = deriveTitle(titled('😀'.repeat(300))) ?? ''
  expect(cut.length).toBeLessThanOrEqual(maxTitleLength)
  expect(cut.isWellFormed()).toBe(true)
  expect(cut.endsWith('…')).toBe(true)
})

it('a document above the size or time limit gives none, so that the last one known stays', () => {
  const rows = titled('x'.repeat(100))
  expect(deriveTitle(rows, { maxBytes: 50, maxTime: 1000 })).toBeUndefined()
  expect(deriveTitle(rows, { maxBytes: 5000, maxTime: -1 })).toBeUndefined()
})

it('a row that Yjs cannot read gives none', () => {
  expect(deriveTitle([...titled('Fine'), new Uint8Array([255, 255, 255])])).toBeUndefined()
})
