// What two copies of a document must have in common to be the same: which clocks they hold, which of them are deleted,
// in which order everything lies (what is deleted included: later edits find their place by it), and what it says.
// Independent of the declared types of the roots, and of how Yjs happens to have cut the content into items.
import { createHash } from 'node:crypto'
import * as Y from 'yjs'

export interface DocumentDigest {
  readonly clocks: string
  readonly deletions: string
  readonly order: string
  readonly content: string
}

export function digestDocument(doc: Y.Doc): DocumentDigest {
  const order = createDigest()
  const content = createDigest()
  for (const name of [...doc.share.keys()].sort()) {
    const root = doc.share.get(name)
    if (root === undefined) continue
    content.add(`root ${JSON.stringify(name)}`)
    order.add(`root ${JSON.stringify(name)}`)
    digestType(root, order, content)
  }
  return { clocks: clocksOf(doc), deletions: deletionsOf(doc), order: order.end(), content: content.end() }
}

/** The name of the first part in which the two differ, undefined when they are the same. */
export function differenceOf(a: DocumentDigest, b: DocumentDigest): keyof DocumentDigest | undefined {
  return (['clocks', 'deletions', 'order', 'content'] as const).find((part) => a[part] !== b[part])
}

function clocksOf(doc: Y.Doc): string {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  return hashOf(JSON.stringify(clocks))
}

function deletionsOf(doc: Y.Doc): string {
  const digest = createDigest()
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  for (const client of [...clients.keys()].sort((a, b) => a - b)) {
    // Next to each other or not is chance: ranges are joined.
    const runs = createRuns(digest)
    for (const { clock, len } of clients.get(client) ?? []) runs.add(client, clock, len, true)
    runs.end()
  }
  return digest.end()
}

// oxlint-disable-next-line typescript/no-explicit-any -- yjs types the events of a shared type here; none is observed
type SharedType = Y.AbstractType<any>

function digestType(type: SharedType, order: Digest, content: Digest): void {
  digestItems(type._start, order, content)
  for (const key of [...type._map.keys()].sort()) {
    const newest = type._map.get(key)
    if (newest === undefined) continue
    order.add(`key ${JSON.stringify(key)}`)
    // All values a key ever had lie in a list; the last is the one that counts.
    let first: Y.Item = newest
    while (first.left !== null) first = first.left
    const runs = createRuns(order)
    for (let item: Y.Item | null = first; item !== null; item = item.right) {
      runs.add(item.id.client, item.id.clock, item.length, item.deleted)
    }
    runs.end()
    if (newest.deleted) continue
    content.add(`key ${JSON.stringify(key)}`)
    digestContent(newest.content, order, content)
  }
}

function digestItems(start: Y.Item | null, order: Digest, content: Digest): void {
  const runs = createRuns(order)
  let text = ''
  const flushText = (): void => {
    if (text !== '') content.add(`text ${JSON.stringify(text)}`)
    text = ''
  }
  for (let item = start; item !== null; item = item.right) {
    runs.add(item.id.client, item.id.clock, item.length, item.deleted)
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString) {
      text += item.content.str
      continue
    }
    flushText()
    if (item.content instanceof Y.ContentType) runs.end()
    digestContent(item.content, order, content)
  }
  flushText()
  runs.end()
}

function digestContent(value: Y.Item['content'], order: Digest, content: Digest): void {
  if (value instanceof Y.ContentType) {
    const name = value.type instanceof Y.XmlElement ? value.type.nodeName : ''
    content.add(`type ${value.type.constructor.name} ${name} {`)
    order.add('{')
    digestType(value.type, order, content)
    order.add('}')
    content.add('}')
  } else if (value instanceof Y.ContentString) {
    content.add(`text ${JSON.stringify(value.str)}`)
  } else if (value instanceof Y.ContentFormat) {
    content.add(`format ${JSON.stringify(value.key)} ${jsonOf(value.value)}`)
  } else {
    for (const part of value.getContent()) content.add(jsonOf(part))
  }
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return { bytes: Buffer.from(part).toString('base64') }
    if (part === undefined) return { nothing: true }
    // JSON knows neither of these.
    if (typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part))) {
      return { number: String(part) }
    }
    if (part instanceof Y.Doc) return { document: part.guid }
    return part
  })
  return `value ${text}`
}

interface Digest {
  add(text: string): void
  end(): string
}

/** Hashing every small piece by itself costs more than everything else here. */
const chunkLength = 64 * 1024

function createDigest(): Digest {
  const hash = createHash('sha256')
  let chunk = ''
  return {
    add(text) {
      chunk += `${text}\n`
      if (chunk.length < chunkLength) return
      hash.update(chunk)
      chunk = ''
    },
    end: () => hash.update(chunk).digest('hex'),
  }
}

/** Joins what follows on each other. */
function createRuns(digest: Digest) {
  let client = -1
  let from = 0
  let to = 0
  let deleted = false
  const end = (): void => {
    if (client >= 0) digest.add(`${client} ${from} ${to} ${deleted ? 'x' : 'o'}`)
    client = -1
  }
  return {
    add(nextClient: number, clock: number, length: number, isDeleted: boolean): void {
      if (nextClient === client && clock === to && isDeleted === deleted) {
        to += length
        return
      }
      end()
      client = nextClient
      from = clock
      to = clock + length
      deleted = isDeleted
    },
    end,
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
