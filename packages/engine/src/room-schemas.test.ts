import { expect, test } from 'vitest'
import type { ServerText } from '@stet/protocol'
import type { Role } from './access.ts'
import { RoomSchemas, type SchemaHolder } from './room-schemas.ts'

interface Joined extends SchemaHolder {
  readonly told: readonly number[]
}

function join(room: RoomSchemas, version: number, role: Role = 'write'): Joined {
  const told: number[] = []
  const session = {
    role,
    told,
    sendText(message: ServerText) {
      if (message.type === 'schema') told.push(message.version)
    },
  }
  room.join(session, { version, hash: `hash-${version}` })
  return session
}

test('[SV1] an older editor is told of a newer one that is there, and of one that comes', () => {
  const room = new RoomSchemas()
  const first = join(room, 1)
  const newer = join(room, 2)
  const second = join(room, 1)
  expect([first.told, newer.told, second.told]).toEqual([[2], [], [2]])
})

test('[SV2] each higher version is told once, whoever has it', () => {
  const room = new RoomSchemas()
  const older = join(room, 1)
  for (const version of [2, 2, 1, 3, 2, 3]) join(room, version)
  expect(older.told).toEqual([2, 3])
})

test('[SV3] editors that may not write make nobody out of date, and are told all the same', () => {
  const room = new RoomSchemas()
  const writer = join(room, 1)
  const reader = join(room, 3, 'read')
  const commenter = join(room, 1, 'comment')
  join(room, 2)
  expect([writer.told, reader.told, commenter.told]).toEqual([[2], [], [2]])
})

test('[SV1] who left is not spoken of any more', () => {
  const room = new RoomSchemas()
  room.leave(join(room, 2))
  expect(join(room, 1).told).toEqual([])
})
