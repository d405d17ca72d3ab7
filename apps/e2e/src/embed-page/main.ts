// A page of somebody who embeds the editor, with every door open to the test: it makes editors by calling what stands on
// `embed`. Built and served on the address of a Stet server.
import { connectDocument } from '@stet/client'
import { createEditor, defineFeature } from '@stet/editor'
import type { EditorFeature } from '@stet/editor'
import { createEditor as createCore, tables } from '@stet/editor/core'
import { toMarkdown } from '@stet/document'
import { defineStetEditor } from '@stet/editor/element'
import { StetEditor } from '@stet/editor/react'
import '@stet/editor/style.css'
import { createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const url = `ws://${location.host}/sync`

/** A block with a date in it, which no editor without the feature knows. */
const stamps = defineFeature({
  name: 'stamps',
  nodes: {
    stamp: {
      group: 'block',
      atom: true,
      attrs: { at: { default: '' } },
      toDOM: ({ attrs }) => ['time', { class: 'stamp' }, String(attrs['at'])],
    },
  },
  commands: {
    insertStamp:
      ({ at }: { readonly at: string }) =>
      (state, dispatch) => {
        dispatch?.(state.tr.insert(state.doc.content.size, state.schema.node('stamp', { at })))
        return true
      },
  },
  items: [
    {
      id: 'stampNow',
      label: 'Stamp of today',
      keywords: 'date',
      icon: 'M4 4h12v12H4z',
      toolbar: true,
      command: (state, dispatch) => {
        dispatch?.(state.tr.insert(state.doc.content.size, state.schema.node('stamp', { at: 'today' })))
        return true
      },
    },
  ],
})

function place(): HTMLElement {
  const element = document.createElement('div')
  document.querySelector('main')?.append(element)
  return element
}

const embed = {
  url,
  place,
  createEditor,
  createCore,
  tables: tables as EditorFeature,
  toMarkdown,
  connectDocument,
  defineStetEditor,
  stamps,
  Y,
  Awareness,
  WebsocketProvider,
  /** The component in StrictMode; returns how to draw it again and how to take it away. */
  drawReact(props: Parameters<typeof StetEditor>[0]) {
    const root = createRoot(place())
    const draw = (next: typeof props) =>
      root.render(createElement(StrictMode, null, createElement(StetEditor, next)))
    draw(props)
    return { draw, remove: () => root.unmount() }
  },
}
export type Embed = typeof embed
Object.assign(globalThis, { embed })
