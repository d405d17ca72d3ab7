// The measurements that run in the page. Each opens one subject in a fresh page; the program outside decides which.
import { TextSelection } from 'prosemirror-state'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { Doc, applyUpdate } from 'yjs'
import { createRemoteCharacters, createTexts, createUpdate } from './content.ts'
import { createCursorUpdates } from './cursors.ts'
import type { Crowd } from './cursors.ts'
import { openSubject } from './open-subject.ts'
import type { RemoteCharacter, Subject, SubjectName } from './subject.ts'

export interface OpenOptions {
  readonly name: SubjectName
  readonly blocks: number
  readonly remoteCharacters: number
  readonly cursors: Crowd | null
}

let subject: Subject
let awareness: Awareness | null = null
let characters: RemoteCharacter[] = []
let cursorUpdates: Uint8Array[] = []
let pressed = 0
/** Blocks come into sight by the picture before. */
const settlingPictures = 5
const keyTimes: number[] = []

export const bench = {
  /** Milliseconds from a document in memory to the first picture of it. */
  async open({ name, blocks, remoteCharacters, cursors }: OpenOptions): Promise<number> {
    const texts = createTexts(blocks)
    const update = createUpdate(texts)
    const doc = new Doc()
    applyUpdate(doc, update)
    doc.clientID = 3
    characters = createRemoteCharacters(update, blocks, remoteCharacters)
    if (cursors !== null) {
      awareness = new Awareness(doc)
      cursorUpdates = createCursorUpdates(doc, cursors)
    }
    const root = document.querySelector<HTMLElement>('#root')
    if (root === null) throw new Error('The page has no #root.')
    await nextPaint()
    const start = performance.now()
    subject = openSubject(name, { root, doc, texts, awareness })
    await nextPaint()
    const time = performance.now() - start
    subject.putCaret(0, 5)
    await nextPaint()
    return time
  },

  /** One remote character per frame: the time of the script that shows each. */
  async receiveOneByOne(count: number): Promise<number[]> {
    const times: number[] = []
    for (const character of characters.splice(0, count)) {
      await nextFrame()
      const start = performance.now()
      subject.receive(character)
      times.push(performance.now() - start)
    }
    await nextPaint()
    return times
  },

  /** Many remote characters that arrive together, as messages of their own: until they are painted. */
  async receiveAtOnce(count: number): Promise<number> {
    const burst = characters.splice(0, count)
    await nextPaint()
    const start = performance.now()
    for (const character of burst) {
      subject.receive(character)
      await nextMessage()
    }
    await nextPaint()
    return performance.now() - start
  },

  /** Local transactions of one character: the time of the script. */
  async typeByScript(count: number): Promise<number[]> {
    const { view } = subject
    if (view === null) return []
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      await nextFrame()
      const start = performance.now()
      view.dispatch(view.state.tr.insertText('y'))
      times.push(performance.now() - start)
    }
    return times
  },

  /** Caret moves: the time of the script. */
  async moveByScript(count: number): Promise<number[]> {
    const { view } = subject
    if (view === null) return []
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      await nextFrame()
      const { doc, selection } = view.state
      const start = performance.now()
      view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, selection.head + (i % 2 ? -1 : 1))))
      times.push(performance.now() - start)
    }
    return times
  },

  /** From here on each keydown is timed until the picture that shows its effect. */
  watchKeys(): void {
    subject.dom.addEventListener('keydown', () => (pressed = performance.now()), { capture: true })
    subject.dom.addEventListener('input', () => {
      const start = pressed
      void nextPaint().then(() => keyTimes.push(performance.now() - start))
    })
  },

  /** As soon as there are so many of them. */
  async keyTimes(count: number): Promise<readonly number[]> {
    while (keyTimes.length < count) await nextPaint()
    return keyTimes
  },

  /** Where the person looks at it: what is laid out for the first time is no part of the first key. */
  async putCaret(block: number, offset: number): Promise<void> {
    subject.putCaret(block, offset)
    subject.dom.children[block]?.scrollIntoView({ block: 'center' })
    for (let i = 0; i < settlingPictures; i++) await nextPaint()
  },

  /** Carets of others move at `perSecond` in all; the lengths of the frames meanwhile, in ms. */
  async moveCursors(perSecond: number): Promise<number[]> {
    const frames: number[] = []
    let start = await nextFrame()
    let last = start
    let sent = 0
    const idleMs = awareness === null ? 5_000 : 0
    while (sent < cursorUpdates.length || last - start < idleMs) {
      const now = await nextFrame()
      if (last > start) frames.push(now - last)
      last = now
      const due = Math.min(Math.floor(((now - start) / 1_000) * perSecond), cursorUpdates.length)
      for (; sent < due; sent++) {
        const update = cursorUpdates[sent]
        if (awareness !== null && update !== undefined) applyAwarenessUpdate(awareness, update, 'network')
      }
    }
    return frames
  },

  /** So that a subject that shows nothing cannot win. */
  shownText: (): string => subject.dom.textContent ?? '',
  shownCarets: (): number => subject.dom.querySelectorAll('.stet-caret, .ProseMirror-yjs-cursor').length,
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

/** A message posted in a frame is delivered after that frame was laid out and painted. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => void nextMessage().then(resolve)))
}

function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}

declare global {
  // oxlint-disable-next-line no-var -- a global of the page can only be declared with `var`
  var stetBench: typeof bench
}
globalThis.stetBench = bench
