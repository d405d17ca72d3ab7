// Every door can be opened where there is no page (a server that renders one), and what comes in is what is promised.
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

test('the whole editor', async () => {
  const door = await import('./index.ts')
  expect(Object.keys(door)).toEqual(['createEditor', 'prefetchEditor', 'defineFeature', 'UploadError'])
  await expect(door.createEditor({} as HTMLElement)).rejects.toThrow(/HTML element/)
})

test('the core', async () => {
  const door = await import('./core.ts')
  expect(Object.keys(door)).toEqual(['createEditor', 'defineFeature', 'UploadError'])
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
