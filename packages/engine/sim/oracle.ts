/**
 * What a set of updates amounts to, told by plain Yjs and not by our own code: the judge of every durability check.
 */
import * as Y from 'yjs'

/** Clocks and deletions, as bytes can show them. */
export interface Claims {
  /** client -> next clock */
  readonly clocks: ReadonlyMap<number, number>
  /** client, from, to */
  readonly deletes: readonly (readonly [client: number, from: number, to: number])[]
}

/** What an update says: everything it carries. */
export function claimsOfUpdate(update: Uint8Array): Claims {
  const { structs, ds } = Y.decodeUpdate(update)
  const clocks = new Map<number, number>()
  for (const { id, length } of structs) {
    clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length))
  }
  const deletes: [number, number, number][] = []
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) deletes.push([client, clock, clock + len])
  }
  return { clocks, deletes }
}

/** Everything a document holds; not what waits in it for missing parts. */
export function claimsOfDoc(doc: Y.Doc): Claims {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
  const deletes: [number, number, number][] = []
  for (const [client, ranges] of Y.snapshot(doc).ds.clients) {
    for (const { clock, len } of ranges) deletes.push([client, clock, clock + len])
  }
  return { clocks, deletes }
}

/** Content that grows and can be asked whether it holds something. */
export class Holdings {
  readonly doc = new Y.Doc()

  constructor() {
    this.doc.clientID = 0
  }

  add(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
  }

  /** The clients of which the update has structs that are not held. */
  newIn(update: Uint8Array): readonly number[] {
    const { clocks } = claimsOfUpdate(update)
    return [...clocks]
      .filter(([client, clock]) => clock > Y.getState(this.doc.store, client))
      .map(([client]) => client)
  }

  /** The first thing of `claims` that is missing here, in words. What waits for missing parts is not held. */
  lacks(claims: Claims): string | undefined {
    return lacks(this.doc, claims)
  }
}

export function lacks(doc: Y.Doc, { clocks, deletes }: Claims): string | undefined {
  for (const [client, clock] of clocks) {
    const have = Y.getState(doc.store, client)
    if (have < clock) return `client ${client} up to clock ${clock}, has ${have}`
  }
  for (const [client, from, to] of deletes) {
    for (let clock = from; clock < to;) {
      const struct = structAt(doc, client, clock)
      if (struct?.deleted !== true) return `the deletion of ${client}:${clock}`
      clock = struct.id.clock + struct.length
    }
  }
  return undefined
}

function structAt(doc: Y.Doc, client: number, clock: number): Y.Item | Y.GC | undefined {
  const structs = doc.store.clients.get(client)
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return undefined
  return structs[Y.findIndexSS(structs, clock)]
}

/** One update in the place of many, without what was deleted. */
export function fold(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc()
  doc.transact((transaction) => {
    for (const update of updates) Y.applyUpdate(doc, update)
    // For remote changes Yjs tidies up formatting by deletions of its own, which nobody wrote.
    transaction.local = true
  })
  return Y.encodeStateAsUpdate(doc)
}

/** One text for a document's whole content: equal texts, equal documents. */
export function fingerprint(doc: Y.Doc): string {
  const clocks = [...claimsOfDoc(doc).clocks].sort((a, b) => a[0] - b[0])
  const deletes = claimsOfDoc(doc)
    .deletes.map(([client, from, to]) => [client, from, to])
    .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
  const json = {
    text: doc.getText('text').toDelta(),
    prosemirror: xmlText(doc.getXmlFragment('prosemirror')),
    map: Object.entries(doc.getMap('map').toJSON()).sort((a, b) => (a[0] < b[0] ? -1 : 1)),
  }
  return JSON.stringify({ clocks, deletes, json })
}

function xmlText(fragment: Y.XmlFragment): string {
  // Yjs's own serialisation; the linter sees only Object's.
  // oxlint-disable-next-line typescript/no-base-to-string
  return fragment.toString()
}
