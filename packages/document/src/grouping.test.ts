import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { BlockKind } from './attrs.ts'
import { flattenBlocks, groupBlocks, orderedNumbers } from './grouping.ts'
import type { Branch, FlatBlock } from './grouping.ts'

interface Named extends FlatBlock {
  readonly name: string
}

// 'o1 a' is an ordered item indented once; '>' before it quotes it.
function blocks(...lines: string[]): Named[] {
  const kinds: Record<string, BlockKind | null> = {
    p: 'paragraph',
    h: 'heading',
    b: 'bullet',
    o: 'ordered',
    t: 'task',
    x: null,
  }
  return lines.map((line) => {
    const [, quote, sign = '', indent, name = ''] = /^(>?)([phbotx])(\d) (.*)$/.exec(line)!
    return { kind: kinds[sign] ?? null, indent: Number(indent), quote: quote === '>', name }
  })
}

function outline(tree: readonly Branch<Named>[]): unknown[] {
  return tree.map((branch) => {
    if (branch.type === 'block') return branch.block.name
    if (branch.type === 'quote') return { quote: outline(branch.children) }
    return {
      [branch.kind]: branch.items.map((item) =>
        item.children.length === 0 ? item.block.name : [item.block.name, ...outline(item.children)],
      ),
    }
  })
}

const anyBlocks = fc.array(
  fc
    .record({
      kind: fc.constantFrom<BlockKind | null>('paragraph', 'heading', 'bullet', 'ordered', 'task', null),
      indent: fc.integer({ min: 0, max: 3 }),
      quote: fc.boolean(),
    })
    .map(({ kind, indent, quote }) => ({ kind, indent: kind === null ? 0 : indent, quote })),
  { maxLength: 20 },
)

describe('grouping', () => {
  test('items of one kind and indent are one list', () => {
    expect(outline(groupBlocks(blocks('b0 a', 'b0 b', 'o0 c', 't0 d')))).toEqual([
      { bullet: ['a', 'b'] },
      { ordered: ['c'] },
      { task: ['d'] },
    ])
  })

  test('a deeper block belongs to the item before it', () => {
    expect(outline(groupBlocks(blocks('o0 a', 'b1 b', 'p2 c', 'p1 d', 'o0 e')))).toEqual([
      { ordered: [['a', { bullet: [['b', 'c']] }, 'd'], 'e'] },
    ])
  })

  test('a block that is not deeper ends the list', () => {
    expect(outline(groupBlocks(blocks('o0 a', 'p0 b', 'o0 c', 'x0 d', 'o0 e')))).toEqual([
      { ordered: ['a'] },
      'b',
      { ordered: ['c'] },
      'd',
      { ordered: ['e'] },
    ])
  })

  test('an indent that jumps or begins deep still makes one level', () => {
    expect(outline(groupBlocks(blocks('b2 a', 'b0 b', 'b3 c', 'b1 d')))).toEqual([
      { bullet: ['a'] },
      { bullet: [['b', { bullet: ['c'] }, { bullet: ['d'] }]] },
    ])
  })

  test('neighbouring quoted blocks are one quote', () => {
    expect(outline(groupBlocks(blocks('>p0 a', '>b0 b', 'b0 c')))).toEqual([
      { quote: ['a', { bullet: ['b'] }] },
      { bullet: ['c'] },
    ])
  })

  test('flattening gives the same blocks in the same order', () => {
    fc.assert(
      fc.property(anyBlocks, (flat) => {
        const back = flattenBlocks(groupBlocks(flat))
        expect(back).toHaveLength(flat.length)
        back.forEach((block, index) => expect(block).toBe(flat[index]))
      }),
    )
  })
})

describe('orderedNumbers', () => {
  test('count on past deeper blocks and start again after others', () => {
    const list = blocks('o0 a', 'o1 b', 'o1 c', 'p1 d', 'o0 e', 'o1 f', 'p0 g', 'o0 h')
    expect(orderedNumbers(list)).toEqual([1, 1, 2, undefined, 2, 1, undefined, 1])
  })

  test('are the positions in the grouped lists', () => {
    fc.assert(
      fc.property(anyBlocks, (flat) => {
        const expected = new Map<FlatBlock, number>()
        const visit = (tree: readonly Branch<FlatBlock>[]): void => {
          for (const branch of tree) {
            if (branch.type === 'quote') visit(branch.children)
            if (branch.type !== 'list') continue
            branch.items.forEach((item, index) => {
              if (branch.kind === 'ordered') expected.set(item.block, index + 1)
              visit(item.children)
            })
          }
        }
        visit(groupBlocks(flat))
        expect(orderedNumbers(flat)).toEqual(flat.map((block) => expected.get(block)))
      }),
    )
  })
})
