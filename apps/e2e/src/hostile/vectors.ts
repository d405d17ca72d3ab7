// The attacks: what is known to break Yjs peers and servers, one entry each, and what our server answers. Sizes and
// numbers are those that did the damage.
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import * as Y from 'yjs'
import { writeRaw } from './scene.ts'
import {
  embed,
  garbage,
  item,
  list,
  runLengthBomb,
  subdocument,
  text,
  update,
  type Deletion,
  type Place,
} from './update-bytes.ts'
import type { Attacker, Honest } from './scene.ts'

export interface Scene {
  readonly attacker: Attacker
  /** Somebody honest in the document: whose client ID is attacked. */
  readonly victim: Honest
  /** One more connection of the attacker. */
  more(options?: { readonly stet?: boolean }): Promise<Attacker>
}

export interface Vector {
  readonly name: string
  readonly answer: string
  readonly run: (scene: Scene) => Promise<string>
}

const mallory = 666
const MiB = 1024 * 1024

/** What the server makes of these frames, as its sender sees it. */
async function answerTo({ attacker }: Scene, ...frames: readonly Uint8Array[]): Promise<string> {
  for (const frame of frames) attacker.send(frame)
  await attacker.heard()
  const [code] = attacker.told
  if (code !== undefined) return `told ${code}`
  if (attacker.socket.readyState !== attacker.socket.OPEN) return `closed with ${await attacker.closed}`
  // Everybody is asked once, on joining.
  return attacker.received.asked > 1 ? 'asked for what is missing' : 'heard'
}

const live = (bytes: Uint8Array): Uint8Array => encodeFrame({ type: 'update', update: bytes })
const first = (bytes: Uint8Array): Uint8Array => encodeFrame({ type: 'sync-step-2', update: bytes })
const ofMallory = (...structs: readonly Uint8Array[]): Uint8Array =>
  update([{ client: mallory, clock: 0, structs }])
const repeated = (count: number, make: (index: number) => Uint8Array): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => make(index))
const knownOf = ({ victim }: Scene): number =>
  Y.decodeStateVector(Y.encodeStateVector(victim.doc)).get(victim.doc.clientID) ?? 0
/** Where a list stands that is put into the one before it of this client; the first in the root. */
const listBelow = (client: number, index: number): Place =>
  index === 0 ? {} : { parent: [client, index - 1] }
const deletion = (...deletions: readonly Deletion[]): Uint8Array => update([], deletions)
const presence = (clientId: number, clock: number, state: string): Uint8Array =>
  encodeFrame({ type: 'awareness', entries: encodeAwareness([{ clientId, clock, state }]) })

export const updateVectors: readonly Vector[] = [
  {
    name: 'a collected stretch of length zero, after which nobody can open the document',
    answer: 'told bad-update',
    run: (scene) => answerTo(scene, live(ofMallory(garbage(0)))),
  },
  {
    name: "a giant collected stretch on another's client ID, after which their edits are dropped",
    answer: 'told forbidden-client',
    run: (scene) =>
      answerTo(
        scene,
        live(
          update([{ client: scene.victim.doc.clientID, clock: knownOf(scene), structs: [garbage(2 ** 30)] }]),
        ),
      ),
  },
  {
    name: "a forged next edit of another's client ID, after which replicas differ for ever",
    answer: 'told forbidden-client',
    run: (scene) =>
      answerTo(
        scene,
        live(
          update([{ client: scene.victim.doc.clientID, clock: knownOf(scene), structs: [text('forged')] }]),
        ),
      ),
  },
  {
    name: "a collected stretch beyond clock 2^31 on another's client ID",
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        live(
          update([{ client: scene.victim.doc.clientID, clock: knownOf(scene), structs: [garbage(2 ** 40)] }]),
        ),
      ),
  },
  {
    name: 'a deletion of all that somebody will ever write',
    answer: 'asked for what is missing',
    run: (scene) =>
      answerTo(
        scene,
        live(deletion({ client: scene.victim.doc.clientID, from: knownOf(scene), length: 2 ** 30 })),
      ),
  },
  {
    name: 'the same beyond clock 2^31',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        live(deletion({ client: scene.victim.doc.clientID, from: knownOf(scene), length: 2 ** 40 })),
      ),
  },
  {
    name: 'a struct count of 30 million in seven bytes',
    answer: 'told bad-update',
    run: (scene) => answerTo(scene, live(update([{ client: 3, clock: 0, structs: [], count: 30_000_000 }]))),
  },
  {
    name: 'JSON nested 5,000 deep',
    answer: 'told bad-update',
    run: (scene) => answerTo(scene, live(ofMallory(embed(`${'['.repeat(5000)}${']'.repeat(5000)}`)))),
  },
  {
    name: 'shared types nested 50,000 deep, then deleted',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        first(
          update(
            [
              {
                client: mallory,
                clock: 0,
                structs: repeated(50_000, (index) =>
                  list(index === 0 ? {} : { parent: [mallory, index - 1] }),
                ),
              },
            ],
            [{ client: mallory, from: 0, length: 1 }],
          ),
        ),
      ),
  },
  {
    name: 'the same 90 deep at a time, each update below the last one',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        ...repeated(200, (turn) =>
          live(
            update([
              {
                client: mallory,
                clock: turn * 90,
                structs: repeated(90, (index) => list(listBelow(mallory, turn * 90 + index))),
              },
            ]),
          ),
        ),
        live(deletion({ client: mallory, from: 0, length: 1 })),
      ),
  },
  {
    name: 'the same in one update, the two client IDs of which hold each other turn by turn',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        live(
          update(
            [
              { client: mallory, clock: 0, structs: repeated(9_000, (index) => list(listBelow(1, index))) },
              {
                client: 1,
                clock: 0,
                structs: repeated(9_000, (index) => list({ parent: [mallory, index] })),
              },
            ],
            [{ client: mallory, from: 0, length: 1 }],
          ),
        ),
      ),
  },
  {
    name: '20,000 root types',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(scene, live(ofMallory(...repeated(20_000, (index) => text('a', { root: `${index}` }))))),
  },
  {
    name: '33 root types, one update each',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        ...repeated(33, (index) =>
          live(update([{ client: mallory, clock: index, structs: [text('a', { root: `root ${index}` })] }])),
        ),
      ),
  },
  {
    name: '100,000 subdocuments',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(scene, first(ofMallory(...repeated(100_000, (index) => subdocument(`${index}`))))),
  },
  {
    name: 'blocks in an order in which merging them loses a part',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        live(ofMallory(text('abc'))),
        live(
          update([
            { client: 2, clock: 0, structs: [text('x')] },
            { client: mallory, clock: 3, structs: [text('d', { origin: [mallory, 2] })] },
          ]),
        ),
      ),
  },
  {
    name: '200,000 client blocks',
    answer: 'told bad-update',
    run: (scene) =>
      answerTo(
        scene,
        first(
          update(
            Array.from({ length: 200_000 }, (_, client) => ({ client, clock: 0, structs: [garbage(1)] })),
          ),
        ),
      ),
  },
  {
    name: 'an update in the V2 encoding whose thirty bytes say gigabytes, live and at first',
    answer: 'told bad-update',
    run: (scene) => answerTo(scene, live(runLengthBomb()), first(runLengthBomb())),
  },
  {
    name: '4,000 updates that never resolve',
    answer: 'asked for what is missing',
    async run(scene) {
      // Several connections: one alone is read no faster than a hundred frames a second.
      const crowd = [scene.attacker, ...(await Promise.all(Array.from({ length: 7 }, () => scene.more())))]
      for (const [index, attacker] of crowd.entries()) {
        for (let i = 0; i < 500; i += 1) {
          const client = 1000 + index * 500 + i
          attacker.send(live(update([{ client, clock: 1, structs: [text('x', { origin: [client, 0] })] }])))
        }
      }
      await Promise.all(crowd.map((attacker) => attacker.heard()))
      return answerTo(scene)
    },
  },
  {
    name: '400 empty sync step 1, each for megabytes',
    answer: 'answered sparingly',
    async run(scene) {
      const { attacker } = scene
      await answerTo(scene, live(ofMallory(text('x'.repeat(200_000)))))
      const before = attacker.received.bytes
      const question = encodeFrame({ type: 'sync-step-1', stateVector: Uint8Array.of(0) })
      for (let i = 0; i < 400; i += 1) attacker.send(question)
      await attacker.heard()
      const bytes = attacker.received.bytes - before
      return bytes < 20 * 200_000 ? 'answered sparingly' : `answered with ${bytes} bytes`
    },
  },
]

export const presenceVectors: readonly Vector[] = [
  {
    name: "another's client ID at the highest clock, with another name",
    answer: 'heard',
    run: (scene) =>
      answerTo(scene, presence(scene.victim.doc.clientID, 2 ** 32 - 1, '{"user":{"name":"Forged"}}')),
  },
  {
    name: "another's client ID at clock 2^53-1, which could never be passed again",
    answer: 'told bad-awareness',
    run: (scene) => answerTo(scene, presence(scene.victim.doc.clientID, 2 ** 53 - 1, '{}')),
  },
  {
    name: "another's client ID as gone, at the same clock",
    answer: 'heard',
    run: (scene) => {
      const { awareness } = scene.victim.provider
      const clock = awareness.meta.get(awareness.clientID)?.clock ?? 0
      return answerTo(scene, ...[clock, clock + 1].map((at) => presence(awareness.clientID, at, 'null')))
    },
  },
  {
    name: '100,000 client IDs in one frame',
    answer: 'told bad-awareness',
    run: (scene) => {
      const entries = Array.from({ length: 100_000 }, (_, clientId) => ({ clientId, clock: 1, state: '{}' }))
      return answerTo(scene, encodeFrame({ type: 'awareness', entries: encodeAwareness(entries) }))
    },
  },
  {
    name: '400 client IDs, one frame each',
    answer: 'heard',
    run: (scene) => answerTo(scene, ...repeated(400, (index) => presence(5000 + index, 1, '{"user":{}}'))),
  },
  {
    name: '200 kB of nested JSON',
    answer: 'told bad-awareness',
    run: (scene) => answerTo(scene, presence(mallory, 1, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
  },
  {
    name: 'a name of 10 MB',
    answer: 'closed with 1009',
    run: (scene) =>
      answerTo(scene, presence(mallory, 1, JSON.stringify({ user: { name: 'x'.repeat(10 * MiB) } }))),
  },
  {
    name: 'a name of half a megabyte',
    answer: 'told bad-awareness',
    run: (scene) =>
      answerTo(scene, presence(mallory, 1, JSON.stringify({ user: { name: 'x'.repeat(MiB / 2) } }))),
  },
]

export const wireVectors: readonly Vector[] = [
  {
    name: 'a frame with reserved bits',
    answer: 'closed with 1002',
    run: (scene) => cutOff(scene, Uint8Array.of(0xf2, 0x80, 0, 0, 0, 0)),
  },
  {
    name: 'an unmasked frame',
    answer: 'closed with 1002',
    run: (scene) => cutOff(scene, Uint8Array.of(0x82, 1, 0)),
  },
  {
    name: 'a frame of an unknown kind',
    answer: 'closed with 1002',
    run: (scene) => cutOff(scene, Uint8Array.of(0x8b, 0x80, 0, 0, 0, 0)),
  },
  {
    name: 'a frame that announces 2^63 bytes',
    answer: 'closed with 1009',
    run: (scene) => cutOff(scene, Uint8Array.of(0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255)),
  },
  {
    name: 'a message of 101 MB',
    answer: 'closed with 1009',
    async run({ attacker }) {
      attacker.send(new Uint8Array(101 * MiB))
      return `closed with ${await attacker.closed}`
    },
  },
  {
    name: 'a text that is no UTF-8',
    answer: 'closed with 1007',
    run: (scene) => cutOff(scene, Uint8Array.of(0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe)),
  },
  {
    name: 'an unknown message type, from a stock client',
    answer: 'closed with 4400',
    async run(scene) {
      const stock = await scene.more({ stet: false })
      stock.send(Uint8Array.of(99, 1, 2))
      return `closed with ${await stock.closed}`
    },
  },
]

async function cutOff({ attacker }: Scene, bytes: Uint8Array): Promise<string> {
  writeRaw(attacker, bytes)
  return `closed with ${await attacker.closed}`
}

/** A struct between two neighbours in the wrong order: live and reloaded documents may differ. */
export function wrongOrder({ victim }: Scene): Uint8Array {
  const { clientID } = victim.doc
  return live(
    ofMallory(item(4, Uint8Array.of(1, 120), { origin: [clientID, 3], rightOrigin: [clientID, 1] })),
  )
}
