// Edits as Yjs clients write them: each types on at its own last character. The text carries a number, so that whoever
// gets it, merged with others or not, can say which edit it is and how old.
import { encodeAwareness, encodeFrame } from '@stet/protocol'
import type { WireClient } from './wire-client.ts'

const beginning = Buffer.from('@#')
const digits = 8
export const markLength = beginning.length + digits

/** The update frame with the next edit of this client, of so many characters if that is more than the number takes. */
export function nextEdit(client: WireClient, number: number, length = 0): Uint8Array {
  const mark = `@#${number.toString(16).padStart(digits, '0')}`.padEnd(length, '.')
  const { clientId, clock } = client
  client.clock += mark.length
  const update: number[] = [1, 1]
  writeVarUint(update, clientId)
  writeVarUint(update, clock)
  if (clock === 0) {
    // A string at the beginning of the root type "text".
    update.push(0x04, 1, 4, 0x74, 0x65, 0x78, 0x74)
  } else {
    // A string behind the character before it.
    update.push(0x84)
    writeVarUint(update, clientId)
    writeVarUint(update, clock - 1)
  }
  writeVarUint(update, mark.length)
  const bytes = Buffer.concat([Buffer.from(update), Buffer.from(mark), Buffer.from([0])])
  return encodeFrame({ type: 'update', update: bytes })
}

/** Of a size as editors send it: a name, a colour and where the caret is. */
export function presenceOf(client: WireClient, clock: number): Uint8Array {
  const caret = {
    type: null,
    tname: 'text',
    item: { client: client.clientId, clock: client.clock },
    assoc: 0,
  }
  const state = { user: { name: 'Ada Lovelace', color: '#30bced' }, cursor: { anchor: caret, head: caret } }
  return encodeFrame({
    type: 'awareness',
    entries: encodeAwareness([{ clientId: client.clientId, clock, state: JSON.stringify(state) }]),
  })
}

/** Calls back for each edit in the bytes that this client got, also for one that the network cut in two. */
export function readEdits(client: WireClient, received: Buffer, onEdit: (number: number) => void): void {
  const bytes = client.carried === undefined ? received : Buffer.concat([client.carried, received])
  client.carried = undefined
  let at = bytes.indexOf(beginning)
  for (; at !== -1 && at + markLength <= bytes.length; at = bytes.indexOf(beginning, at + markLength)) {
    onEdit(readNumber(bytes, at + beginning.length))
  }
  const cut = at === -1 && bytes.at(-1) === beginning[0] ? bytes.length - 1 : at
  if (cut !== -1) client.carried = Buffer.from(bytes.subarray(cut))
}

function readNumber(bytes: Buffer, at: number): number {
  let number = 0
  for (let i = at; i < at + digits; i += 1) {
    const code = bytes[i] ?? 0
    number = number * 16 + (code < 58 ? code - 48 : code - 87)
  }
  return number
}

function writeVarUint(out: number[], value: number): void {
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push(0x80 | (rest & 127))
  out.push(rest)
}
