import { expect, expectTypeOf, test } from 'vitest'
import type { Editor } from '../editor.ts'
import { defineFeature, extendSchema, featureWords } from './define-feature.ts'
import { collectCommands, toFeature } from './own-features.ts'
import type { CommandsOf } from './define-feature.ts'

const stamp = defineFeature({
  name: 'stamp',
  nodes: { stamp: { group: 'block', atom: true, attrs: { at: { default: '' } } } },
  commands: {
    insertStamp:
      ({ at }: { readonly at: string }) =>
      (state, dispatch) => {
        dispatch?.(state.tr.replaceSelectionWith(state.schema.node('stamp', { at })))
        return true
      },
  },
  items: [{ id: 'insertStamp', label: 'Stamp', keywords: 'date time', command: () => true }],
})
const plain = defineFeature({ name: 'plain' })

test('the commands of features are in the type of the editor, and no others', () => {
  // eslint-disable-next-line typescript/no-generated-empty-object-type -- `plain` brings none
  type Commands = Editor<CommandsOf<[typeof stamp, typeof plain]>>['commands']
  expectTypeOf<Commands['insertStamp']>().toEqualTypeOf<(options: { readonly at: string }) => boolean>()
  expectTypeOf<Commands['setHeading']>().toBeFunction()
  expectTypeOf<Commands>().not.toHaveProperty('nothingSuch')
  expect(Object.keys(stamp.commands ?? {})).toEqual(['insertStamp'])
})

test('nodes of a feature widen the schema, and a name that is there is refused', () => {
  const schema = extendSchema([stamp])
  expect(schema.nodes['stamp']).toBeDefined()
  expect(schema.nodes['textblock']).toBeDefined()
  expect(extendSchema([plain])).toBe(extendSchema([]))
  expect(() => extendSchema([stamp, { ...stamp, name: 'other' }])).toThrow('the node "stamp"')
  expect(() => extendSchema([{ name: 'x', marks: { bold: {} } }])).toThrow('the mark "bold"')
})

test('a command that is there already is refused, by name', () => {
  const own = { undo: () => () => true }
  expect(Object.keys(collectCommands(own, [stamp]))).toEqual(['undo', 'insertStamp'])
  expect(() => collectCommands(own, [{ name: 'mine', commands: own }])).toThrow(
    '"mine" brings the command "undo"',
  )
})

test('items are actions whose words stand beside the message table', () => {
  const [action] = toFeature(stamp).actions ?? []
  expect(action).toMatchObject({ id: 'insertStamp', group: 'groupInsert', inSlashMenu: true })
  const words = featureWords([stamp]) as Record<string, string>
  expect(words[action?.label ?? '']).toBe('Stamp')
  expect(words[action?.keywords ?? '']).toBe('date time')
})
