// Random but legitimate histories: several real Yjs clients write, delete, format, go offline, come back and send
// what the server lacks. What the server would receive, in the order in which it would arrive, is the result. Used
// by property tests: the scanner must accept all of it, and what is made of it by flipping bytes must not hurt.

import * as Y from 'yjs'

export interface ReceivedUpdate {
  readonly kind: 'update' | 'sync-step-2'
  readonly update: Uint8Array
}

export interface HistoryOptions {
  readonly seed: number
  readonly clients: number
  readonly steps: number
  readonly gc: boolean
}

interface Client {
  readonly doc: Y.Doc
  online: boolean
  /** Updates made and not yet sent. */
  outbox: Uint8Array[]
  /** How much of what the server received has reached this client. */
  seen: number
}

export function createRandomHistory(options: HistoryOptions): ReceivedUpdate[] {
  const random = createRandom(options.seed)
  const server = new Y.Doc({ gc: options.gc })
  const received: ReceivedUpdate[] = []
  const clients: Client[] = []
  for (let i = 0; i < options.clients; i++) clients.push(createClient(random, i + 1, options.gc))

  const receive = (kind: ReceivedUpdate['kind'], update: Uint8Array): void => {
    Y.applyUpdate(server, update)
    received.push({ kind, update })
  }
  const send = (client: Client): void => {
    const { outbox } = client
    if (outbox.length > 1 && random.chance(0.2)) receive('update', Y.mergeUpdates(outbox))
    else for (const update of outbox) receive('update', update)
    client.outbox = []
  }
  const catchUp = (client: Client, until: number): void => {
    for (; client.seen < until; client.seen++)
      Y.applyUpdate(client.doc, must(received[client.seen]).update, 'server')
  }
  const reconnect = (client: Client): void => {
    const lacked = Y.encodeStateVector(server)
    // What was sent before the connection broke may have arrived after the server answered: overlap.
    if (random.chance(0.5)) send(client)
    client.outbox = []
    const whole = random.chance(0.2) ? Y.encodeStateAsUpdate(client.doc) : undefined
    const update = whole ?? Y.encodeStateAsUpdate(client.doc, lacked)
    receive('sync-step-2', whole !== undefined && random.chance(0.5) ? Y.diffUpdate(whole, lacked) : update)
    catchUp(client, received.length)
    client.online = true
  }

  for (let step = 0; step < options.steps; step++) {
    const client = random.pick(clients)
    const dice = random.next()
    if (dice < 0.65) edit(client.doc, random)
    else if (dice < 0.8) {
      if (client.online) send(client)
    } else if (dice < 0.92) {
      if (client.online) catchUp(client, client.seen + random.below(received.length - client.seen + 1))
    } else if (client.online) client.online = false
    else reconnect(client)
  }
  for (const client of clients) reconnect(client)
  return received
}

function createClient(random: Random, smallId: number, gc: boolean): Client {
  const doc = new Y.Doc({ gc })
  doc.clientID = random.chance(0.3) ? smallId : random.below(2 ** 32)
  const client: Client = { doc, online: true, outbox: [], seen: 0 }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'server') client.outbox.push(update)
  })
  return client
}

const texts = ['a', 'stet', 'ß', '字', '😀', 'a longer piece of text', '👩‍👩‍👧', '\uFEFF', '\n']

function edit(doc: Y.Doc, random: Random): void {
  doc.transact(() => {
    const times = random.chance(0.2) ? 1 + random.below(5) : 1
    for (let i = 0; i < times; i++) {
      const dice = random.below(5)
      if (dice < 2) editText(doc.getText('text'), random)
      else if (dice === 2) editXml(doc.getXmlFragment('xml'), random)
      else if (dice === 3) editMap(doc.getMap('map'), random)
      else editArray(doc.getArray(''), random)
    }
  })
}

function editText(text: Y.Text, random: Random): void {
  const length = text.length
  const at = random.below(length + 1)
  const dice = random.next()
  if (dice < 0.5 || length === 0) text.insert(at, random.pick(texts))
  else if (dice < 0.75) text.delete(at, Math.min(length - at, 1 + random.below(5)))
  else if (dice < 0.9) {
    const mark = random.pick([{ bold: true }, { bold: null }, { link: { href: 'x"y\\z' } }])
    text.format(at, Math.min(length - at, 1 + random.below(8)), mark)
  } else text.insertEmbed(at, { image: 'x', size: [1, 2.5, -3] })
}

function editXml(fragment: Y.XmlFragment, random: Random): void {
  const length = fragment.length
  const child = length > 0 ? fragment.get(random.below(length)) : undefined
  const dice = random.next()
  if (child === undefined || dice < 0.3) {
    const element = random.chance(0.7) ? new Y.XmlElement('paragraph') : new Y.XmlText('text')
    fragment.insert(random.below(length + 1), [element])
  } else if (dice < 0.45) fragment.delete(random.below(length), 1)
  else if (child instanceof Y.XmlText) editText(child, random)
  else if (child instanceof Y.XmlElement && dice < 0.7) child.setAttribute('level', String(random.below(4)))
  else if (child instanceof Y.XmlElement) editXml(child, random)
}

function editMap(map: Y.Map<unknown>, random: Random): void {
  const key = random.pick(['a', 'b', 'ключ', 'a long key with spaces'])
  const held = map.get(key)
  const dice = random.next()
  if (held instanceof Y.Map && dice < 0.5) editMap(held as Y.Map<unknown>, random)
  else if (held instanceof Y.Text && dice < 0.5) editText(held, random)
  else if (dice < 0.15) map.delete(key)
  else map.set(key, createValue(random))
}

function editArray(array: Y.Array<unknown>, random: Random): void {
  const { length } = array
  const at = random.below(length + 1)
  if (length > 0 && random.chance(0.3)) array.delete(Math.min(at, length - 1), 1)
  else array.insert(at, random.chance(0.5) ? [createValue(random)] : [1, 'two', { three: [null] }])
}

function createValue(random: Random): unknown {
  return random.pick([
    () => random.below(1000) - 500,
    () => -0.125,
    () => Math.PI,
    () => 2 ** 40,
    () => ({ big: 12n }),
    () => true,
    () => null,
    () => 'text 😀',
    () => ({ nested: { list: [1, [2, [3]]] } }),
    () => Uint8Array.of(1, 2, 255),
    () => new Y.Map([['inner', 1]]),
    () => new Y.Text('inner'),
    () => Y.Array.from([1, 2]),
  ])()
}

export interface Random {
  /** 0 ≤ x < 1 */
  next(): number
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** Mulberry32: small, seeded, the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => must(list[below(list.length)]),
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('nothing is at this place')
  return value
}
