import { describe, expect, test } from 'vitest'
import type { DocumentSummary } from './api.ts'
import { appendPage, matchesFilter, refreshList, refreshSize } from './library.ts'

const entry = (document: string, changed: number, title = document): DocumentSummary => ({
  document,
  title,
  changed,
  people: [],
})
const names = (list: { readonly documents: readonly DocumentSummary[] }) =>
  list.documents.map((entry) => entry.document)

describe('the library list', () => {
  test('the next page goes to the end, and a document that moved between requests is not shown twice', () => {
    const shown = { documents: [entry('c', 3), entry('b', 2)], next: 'x' }
    const list = appendPage(shown, { documents: [entry('b', 2), entry('a', 1)] })
    expect(names(list)).toEqual(['c', 'b', 'a'])
    expect(list.next).toBeUndefined()
  })

  test('a refresh puts changed documents first and keeps older pages and their cursor', () => {
    const shown = { documents: [entry('d', 4), entry('c', 3), entry('b', 2), entry('a', 1)], next: 'after-a' }
    const fresh = { documents: [entry('b', 6), entry('new', 5), entry('d', 4)], next: 'after-d' }
    const list = refreshList(shown, fresh)
    expect(names(list)).toEqual(['b', 'new', 'd', 'c', 'a'])
    expect(list.next).toBe('after-a')
  })

  test('a refresh that holds everything replaces everything, so deleted documents disappear', () => {
    const shown = { documents: [entry('b', 2), entry('a', 1)] }
    expect(refreshList(shown, { documents: [entry('b', 2)] })).toEqual({ documents: [entry('b', 2)] })
    expect(refreshList(shown, { documents: [] })).toEqual({ documents: [] })
  })

  test('a refresh that leaves no older page goes on from its own cursor', () => {
    const shown = { documents: [entry('a', 1)] }
    const fresh = { documents: [entry('c', 3), entry('a', 1)], next: 'after-a' }
    expect(refreshList(shown, fresh)).toEqual(fresh)
  })

  test('a refresh asks for at least a page and at most what the server gives', () => {
    expect([refreshSize(0), refreshSize(60), refreshSize(500)]).toEqual([30, 60, 100])
  })

  test('the filter wants every word, and forgives case and accents', () => {
    const title = entry('x', 1, 'Résumé of Ada Lovelace')
    expect(matchesFilter(title, ' ada RESUME ')).toBe(true)
    expect(matchesFilter(title, 'ada bob')).toBe(false)
    expect(matchesFilter(title, '')).toBe(true)
    expect(matchesFilter(entry('x', 1, ''), 'untit')).toBe(true)
  })
})
