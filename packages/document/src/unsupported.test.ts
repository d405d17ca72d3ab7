import { expect, test } from 'vitest'

import { schema } from './schema.ts'
import type { PastedElement } from './pasted-element.ts'
import { unsupportedName } from './unsupported.ts'

const json = { type: 'chart', attrs: { kind: 'bar' }, content: [{ type: 'text', text: 'figures' }] }

test.each(['unsupported', 'unsupported_inline', 'unsupported_mark'] as const)(
  '%s goes through the clipboard with everything it stands for',
  (name) => {
    const type = name === 'unsupported_mark' ? schema.marks[name] : schema.nodes[name]
    const value = type.create({ name: 'chart', json })
    const [, attributes] = type.spec.toDOM!(value as never, true) as unknown as [
      string,
      Record<string, string>,
    ]
    const { getAttrs } = type.spec.parseDOM![0] as { getAttrs: (element: PastedElement) => unknown }
    const read = (dom: Record<string, string>) =>
      getAttrs({ getAttribute: (name: string) => dom[name] ?? null } as PastedElement)
    expect(read(attributes)).toEqual({ name: 'chart', json })
    for (const broken of ['', '{', 'null', '[]', '{"type":1}', '{"type":"a","attrs":3}']) {
      expect(read({ ...attributes, 'data-stet-json': broken })).toBe(false)
    }
  },
)

test('a name is read only where it is a plain short word', () => {
  expect(unsupportedName('flow_chart')).toBe('flow chart')
  expect(unsupportedName('<b> call 0800 1234 now!')).toBeNull()
  expect(unsupportedName('x'.repeat(41))).toBeNull()
  expect(unsupportedName(undefined)).toBeNull()
})
