// Every door can be opened where there is no page (a server that renders one), and what comes in is what is promised.
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { allCommands } from './all-features.ts'
import { coreCommands } from './features/core-features.ts'

const history = { undo: () => false, redo: () => false }

test('the whole editor', async () => {
  const door = await import('./index.ts')
  expect(Object.keys(door)).toEqual(['createEditor', 'prefetchEditor', 'defineFeature', 'UploadError'])
  await expect(door.createEditor({} as HTMLElement)).rejects.toThrow(/HTML element/)
})

test('the core', async () => {
  const door = await import('./core.ts')
  const { createEditor, defineFeature, UploadError, ...features } = door
  expect([createEditor, defineFeature, UploadError].every((each) => typeof each === 'function')).toBe(true)
  // Everything else can be chosen, and brings what the whole editor has.
  const commands = Object.values(features).flatMap((feature) => Object.keys(feature.commands ?? {}))
  const { core, whole } = { core: coreCommands(history), whole: allCommands(history) }
  expect([...Object.keys(core), ...commands].toSorted()).toEqual(Object.keys(whole).toSorted())
})

test('the element is defined by a call that does nothing on a server', async () => {
  const door = await import('./element.ts')
  expect(Object.keys(door)).toEqual(['StetEditorElement', 'defineStetEditor'])
  expect(() => door.defineStetEditor()).not.toThrow()
})

test('the component is drawn on a server as its empty place', async () => {
  const { StetEditor } = await import('./react.ts')
  const props = { url: 'wss://docs.example.com/sync', document: 'handbook', className: 'page' }
  expect(renderToString(createElement(StetEditor, props))).toBe('<div class="page"></div>')
})
