import { expect, test } from 'vitest'
import { readCells } from './pasted-cells.ts'

test.each([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a\tb\r\nc\t\r\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  ['a\tb', [['a', 'b']]],
  [
    '\tb\nc\td',
    [
      ['', 'b'],
      ['c', 'd'],
    ],
  ],
] as const)('%j are cells', (text, rows) => {
  expect(readCells(text)).toEqual(rows)
})

test.each(['plain text', 'a\tb\nc', '\treturn 1\n\treturn 2', 'if (x) {\n\treturn\n}', ''])(
  '%j is text',
  (text) => {
    expect(readCells(text)).toBeUndefined()
  },
)
