// The subjects, each opened as its documentation says.
import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import type { Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import { applyUpdate } from 'yjs'
import type { Doc } from 'yjs'
import { safeBinding } from '../../src/index.ts'
import type { RemoteCharacter, Subject, SubjectName, SubjectOptions } from './subject.ts'

const schema = new Schema({
  nodes: {
    doc: { content: 'block*' },
    paragraph: {
      group: 'block',
      content: 'text*',
      marks: '_',
      parseDOM: [{ tag: 'p' }],
      toDOM: () => ['p', 0],
    },
    text: {},
  },
  marks: { bold: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }] } },
})

export function openSubject(name: SubjectName, options: SubjectOptions): Subject {
  options.root.classList.toggle('lazy', name === 'plain-lazy' || name === 'stet-lazy')
  switch (name) {
    case 'bare':
      return openBare(options)
    case 'plain':
    case 'plain-lazy':
      return openPlain(options)
    case 'stock':
      return openStock(options)
    case 'stet':
    case 'stet-lazy':
      return openStet(options)
    default:
      return name satisfies never
  }
}

function openBare({ root, texts }: SubjectOptions): Subject {
  const dom = document.createElement('div')
  dom.contentEditable = 'true'
  dom.className = 'ProseMirror'
  for (const text of texts) {
    const paragraph = document.createElement('p')
    paragraph.textContent = text
    dom.append(paragraph)
  }
  root.append(dom)
  const textAt = (block: number): Text => dom.children[block]?.firstChild as Text
  return {
    dom,
    view: null,
    receive: ({ block, offset }) => textAt(block).insertData(offset, 'x'),
    putCaret: (block, offset) => {
      dom.focus()
      getSelection()?.collapse(textAt(block), offset)
    },
  }
}

function openPlain({ root, texts }: SubjectOptions): Subject {
  const doc = schema.node(
    'doc',
    null,
    texts.map((text) => schema.node('paragraph', null, [schema.text(text)])),
  )
  const view = new EditorView(root, { state: EditorState.create({ doc, plugins: [keymap(baseKeymap)] }) })
  return fromView(view, ({ block, offset }) => {
    view.dispatch(view.state.tr.insertText('x', positionIn(view, block, offset)))
  })
}

function openStock({ root, doc, awareness }: SubjectOptions): Subject {
  const fragment = doc.getXmlFragment('prosemirror')
  const initial = initProseMirrorDoc(fragment, schema)
  const plugins: Plugin[] = [ySyncPlugin(fragment, { mapping: initial.mapping }) as Plugin]
  if (awareness !== null) plugins.push(yCursorPlugin(awareness) as Plugin)
  plugins.push(yUndoPlugin(), keymap(baseKeymap))
  const view = new EditorView(root, { state: EditorState.create({ doc: initial.doc, plugins }) })
  return fromYjs(view, doc)
}

function openStet({ root, doc, awareness }: SubjectOptions): Subject {
  const { plugins } = safeBinding(doc.getXmlFragment('prosemirror'), awareness === null ? {} : { awareness })
  const state = EditorState.create({ schema, plugins: [...plugins, keymap(baseKeymap)] })
  return fromYjs(new EditorView(root, { state }), doc)
}

function fromYjs(view: EditorView, doc: Doc): Subject {
  return fromView(view, ({ update }) => applyUpdate(doc, update, 'network'))
}

function fromView(view: EditorView, receive: (character: RemoteCharacter) => void): Subject {
  return {
    dom: view.dom,
    view,
    receive,
    putCaret: (block, offset) => {
      view.focus()
      const position = positionIn(view, block, offset)
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position)))
    },
  }
}

function positionIn(view: EditorView, block: number, offset: number): number {
  let position = 1 + offset
  for (let i = 0; i < block; i++) position += view.state.doc.child(i).nodeSize
  return position
}
