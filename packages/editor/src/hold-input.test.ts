import { schema } from '@stet/document'
import { safeBinding } from '@stet/binding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createAllFeatures } from './all-features.ts'
import { createFirstFeatures } from './features/first-features.ts'
import { mayMeanMore } from './hold-input.ts'
import { menus } from './menus.ts'
import { createTranslator } from './messages/translate.ts'

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test('every shortcut of a feature that comes later waits for it', () => {
  const translate = createTranslator('en')
  const history = safeBinding(new Y.Doc().getXmlFragment('prosemirror'))
  const first = createFirstFeatures({ history, placeholder: '', translate, createId: () => 'id' })
  const { actions } = createAllFeatures({
    first,
    history,
    schema,
    translate,
    popover: { open() {}, close() {}, destroy() {} },
    // Nothing is drawn before there is a view.
    host: {} as HTMLElement,
    menus: (menu) => menus.features(menu, { findPeople: () => [], people: () => [], findFrame: undefined }),
  })
  const early = new Set(
    Object.values(first.byName).flatMap(({ actions: own = [] }) => own.map(({ id }) => id)),
  )
  const keys = actions.all.flatMap((action) => (early.has(action.id) ? [] : (action.keys ?? [])))
  expect(keys.length).toBeGreaterThan(15)
  const missed = keys.filter((keys) => {
    const parts = keys.split('-')
    const key = parts.pop() ?? ''
    return !mayMeanMore({
      key: key.length === 1 ? key.toLowerCase() : key,
      ctrlKey: parts.includes('Mod'),
      metaKey: false,
      altKey: parts.includes('Alt'),
      shiftKey: parts.includes('Shift'),
    })
  })
  expect(missed).toEqual([])
})

test('words, the keys that move in them and the shortcuts of the browser do not wait', () => {
  for (const key of ['a', 'é', '字', '7', ' ', ',', 'Enter', 'Backspace', 'ArrowLeft', 'F5', 'F12'])
    expect(mayMeanMore({ ...bare, key })).toBe(false)
  for (const key of ['a', 'c', 'r', 't', 'w', 'ArrowRight', '+', '0'])
    expect(mayMeanMore({ ...bare, key, ctrlKey: true })).toBe(false)
  for (const key of ['/', '@', '#', '*', '.', '`', '$', '>', 'F3'])
    expect(mayMeanMore({ ...bare, key })).toBe(true)
})
