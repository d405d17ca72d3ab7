/**
 * Whoever may only read, sending everything there is: real edits of the document they see, answers, damaged frames,
 * noise, presence, texts. `STET_FUZZ_FRAMES=1000000` makes it long, `STET_FUZZ_SEED` repeats one.
 */
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { frameOf, settle, Writer, type FakeOutlet } from './fake-ports.ts'
import { setUp } from './fake-room.ts'
import type { Session } from './peer.ts'

const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env
const frames = Number(environment?.['STET_FUZZ_FRAMES'] ?? 100_000)
const seed = Number(environment?.['STET_FUZZ_SEED'] ?? 20_261_123)

/** Small, fast and repeatable (mulberry32). */
function createRandom(state: number) {
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return { below, pick: <Item>(items: readonly Item[]): Item => items[below(items.length)]! }
}
type Random = ReturnType<typeof createRandom>

/** Edits that a writer could have made of this document, each as an update on top of it. */
function realEdits(base: Uint8Array, random: Random): readonly Uint8Array[] {
  return Array.from({ length: 300 }, () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, base)
    // A clientID of their own, or that of somebody who wrote here.
    if (random.below(3) === 0) doc.clientID = random.pick([1, 2])
    const before = Y.encodeStateVector(doc)
    const text = doc.getText('text')
    for (let i = random.below(4); i >= 0; i -= 1) {
      const change = random.below(4)
      if (change === 0) text.insert(random.below(text.length + 1), 'inserted')
      if (change === 1 && text.length > 2) text.delete(random.below(text.length - 2), 2)
      if (change === 2) doc.getMap('meta').set('title', `title ${i}`)
      if (change === 3) text.format(0, Math.min(3, text.length), { bold: true })
    }
    return Y.encodeStateAsUpdate(doc, before)
  })
}

function anyFrame(edits: readonly Uint8Array[], random: Random): Uint8Array {
  const update = random.pick(edits)
  const noise = (): Uint8Array => Uint8Array.from({ length: random.below(40) }, () => random.below(256))
  const state = random.pick(['null', '{"user":{"name":"Eve"}}', '{', '[1]'])
  const entry = { clientId: random.below(5), clock: random.below(9), state }
  const frame = random.pick([
    () => encodeFrame({ type: 'update', update }),
    () => encodeFrame({ type: 'sync-step-2', update }),
    () => encodeFrame({ type: 'sync-step-1', stateVector: random.pick([Uint8Array.of(0), noise()]) }),
    () => encodeFrame({ type: 'awareness', entries: random.pick([encodeAwareness([entry]), noise()]) }),
    () => encodeFrame({ type: 'query-awareness' }),
    () => encodeFrame({ type: 'auth-denied', reason: 'no' }),
    () => encodeFrame({ type: random.pick(['update', 'sync-step-2'] as const), update: noise() }),
    noise,
  ])()
  // Some are damaged on the way.
  if (random.below(3) > 0) return frame
  const damaged = frame.slice(0, random.below(4) === 0 ? random.below(frame.length + 1) : frame.length)
  for (let i = random.below(3); i >= 0 && damaged.length > 0; i -= 1)
    damaged[random.below(damaged.length)] = random.below(256)
  return damaged
}

const texts = [
  '{"type":"chat","text":"Hi"}',
  '{"type":"token","token":"t"}',
  '{"type":',
  '[]',
  '{"type":"role","role":"write"}',
]

test(
  `[AC1] ${frames} frames of every type from readers: no row, no byte and no broadcast`,
  async () => {
    const random = createRandom(seed)
    const { clock, log, engine, join } = setUp()
    const writers = [new Writer(1), new Writer(2)] as const
    const anna = await join()
    for (const writer of writers) {
      writer.type('what stands here stays as it is. ')
      anna.session.receive(frameOf.stepTwo(writer.state()))
      await clock.advance(100)
    }
    const answer = async (): Promise<Uint8Array> => {
      const fresh = await join({ synced: false })
      fresh.session.receive(frameOf.stepOne())
      const bytes = fresh.outlet.bytes.at(-1)!
      fresh.session.leave()
      return bytes
    }
    const before = await answer()
    const rows = log.appends.length
    const base = Y.encodeStateAsUpdate(anna.outlet.doc())
    const edits = realEdits(
      writers.reduce((all, writer) => Y.mergeUpdates([all, writer.state()]), base),
      random,
    )
    anna.outlet.clear()

    let reader: { session: Session; outlet: FakeOutlet } | undefined
    let joins = 0
    for (let sent = 0; sent < frames; sent += 1) {
      if (reader === undefined || reader.outlet.closed.length > 0) {
        reader?.session.leave()
        reader = await join({ role: random.pick(['read', 'comment'] as const), stet: random.below(3) > 0 })
        joins += 1
      }
      if (random.below(20) === 0) reader.session.receiveText(random.pick(texts))
      else reader.session.receive(anyFrame(edits, random))
      if (sent % 500 === 0) {
        await clock.advance(200)
        reader.outlet.clear()
      }
    }
    await clock.advance(10_000)
    await settle()

    const changed = anna.outlet.types().filter((type) => type === 'update' || type === 'sync-step-2')
    expect({
      rows: log.appends.length,
      changed,
      same: Y.encodeStateAsUpdate(anna.outlet.doc()).length,
    }).toEqual({
      rows,
      changed: [],
      same: 2,
    })
    expect(await answer()).toEqual(before)
    expect(engine.rooms()).toBe(1)
    // It did something: frames were refused, connections closed for it, and others went on.
    expect(joins).toBeGreaterThan(frames / 1000)
  },
  Math.max(20_000, frames / 5),
)
