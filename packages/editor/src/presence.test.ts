import { expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { english } from './messages/english.ts'
import { createTranslator } from './messages/translate.ts'
import { readPresence, watchPresence } from './presence.ts'

test('presence is told when people change, not when their carets move, and believes nothing about their data', () => {
  const translate = createTranslator('en', english)
  const awareness = new Awareness(new Y.Doc())
  const told: unknown[] = []
  const off = watchPresence(awareness, translate, (people) => told.push(people.map(({ name }) => name)))
  awareness.setLocalState({ user: { name: 'Ada', color: '#00aa77' } })
  awareness.setLocalStateField('cursor', { anchor: 1, head: 1 })
  awareness.setLocalStateField('user', { name: 7, color: 'url(x)' })
  off()
  awareness.setLocalStateField('user', { name: 'Late', color: '#000000' })
  expect(told).toEqual([['Ada'], ['Anonymous']])
  expect(readPresence(awareness, translate)).toEqual([
    { clientId: awareness.clientID, name: 'Late', color: '#000000', self: true, idle: false },
  ])
  awareness.destroy()
})

test('who says no name is called one in the language of the page', () => {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState({ user: { name: ' ' } })
  const translate = createTranslator('de', english, { anonymous: 'Anonym' })
  expect(readPresence(awareness, translate).map(({ name }) => name)).toEqual(['Anonym'])
  awareness.destroy()
})
