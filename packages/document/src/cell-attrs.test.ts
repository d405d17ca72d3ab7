import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { maxSpan, readCellAttrs } from './cell-attrs.ts'

test.each([
  [{ colspan: 1e9 }, { colspan: maxSpan }],
  [{ colspan: 'abc' }, { colspan: 1 }],
  [{ colspan: '3' }, { colspan: 1 }],
  [
    { colspan: -1, rowspan: 0 },
    { colspan: 1, rowspan: 1 },
  ],
  [{ rowspan: Number.POSITIVE_INFINITY }, { rowspan: maxSpan }],
  [{ rowspan: 2.7 }, { rowspan: 2 }],
  [{ colwidth: [-5] }, { colwidth: null }],
  [{ colwidth: [3] }, { colwidth: [25] }],
  [{ colwidth: [1e9] }, { colwidth: [4000] }],
  [{ colwidth: [100, 100] }, { colwidth: null }],
  [{ colspan: 2, colwidth: [100, 'x'] }, { colwidth: [100, 0] }],
  [{ colwidth: '100' }, { colwidth: null }],
  [{ align: 'top' }, { align: null }],
  [{ header: true }, { header: null }],
])('%j is read as %j', (stored, expected) => {
  expect(readCellAttrs(stored)).toMatchObject(expected)
})

test('whatever is stored, the result is in range and reading it again changes nothing', () => {
  const attrs = fc.dictionary(
    fc.constantFrom('colspan', 'rowspan', 'colwidth', 'align', 'header'),
    fc.anything(),
  )
  fc.assert(
    fc.property(attrs, (stored) => {
      const read = readCellAttrs(stored)
      expect(readCellAttrs({ ...read })).toEqual(read)
      for (const span of [read.colspan, read.rowspan]) {
        expect(Number.isInteger(span) && span >= 1 && span <= maxSpan).toBe(true)
      }
    }),
  )
})
