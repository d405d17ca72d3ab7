import { schema } from '@stet/document'
import { safeBinding } from '@stet/binding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { allFeatures } from './all-features.ts'
import { collectFeatures } from './features/collect-features.ts'
import { dividerActions } from './features/divider/divider-actions.ts'
import { createFirstFeatures } from './features/first-features.ts'
import { headingActions } from './features/headings/heading-actions.ts'
import { historyActions } from './features/history/history-actions.ts'
import { listActions } from './features/lists/list-actions.ts'
import { quoteActions } from './features/quote/quote-actions.ts'
import { mayMeanMore } from './hold-input.ts'
import { menus } from './menus.ts'
import { english } from './messages/english.ts'
import { createTranslator } from './messages/translate.ts'

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test('every shortcut of a feature that comes later waits for it', () => {
  const translate = createTranslator('en', english)
  const history = safeBinding(new Y.Doc().getXmlFragment('prosemirror'))
  const first = createFirstFeatures({ history, placeholder: '', translate, createId: () => 'id' })
  const { actions } = collectFeatures({
    first,
    undoSteps: history.undoManager,
    features: allFeatures,
    schema,
    translate,
    // Nothing is drawn before there is a view.
    menus: {
      host: {} as HTMLElement,
      openMenu: menus.openMenu,
      features: (menu, context) =>
        menus.features(menu, context, {
          history,
          popover: { open() {}, close() {}, destroy() {} },
          findPeople: () => [],
          people: () => [],
          findFrame: undefined,
        }),
    },
  })
  const early = new Set(
    [...historyActions(history), ...headingActions, ...listActions, ...quoteActions, ...dividerActions].map(
      ({ id }) => id,
    ),
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
