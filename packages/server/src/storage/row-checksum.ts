// Each stored row, and each snapshot, carries the first 8 bytes of a SHA-256 over all its columns, so that a flipped bit on the disk,
// a row moved to another document, or a hand edit is noticed at load and not handed to people as their text.
// SHA-256 because it costs little next to the fsync of the commit and leaves no collisions to argue about;
// 8 bytes because the file also stores many rows of 30 bytes.
import { hash } from 'node:crypto'

const checksumBytes = 8

export interface ChecksummedRow {
  readonly document: string
  readonly seq: number
  readonly time: number
  readonly principal: string
  readonly update: Uint8Array
}

export interface ChecksummedSnapshot {
  readonly document: string
  readonly seq: number
  readonly generation: number
  readonly time: number
  readonly snapshot: Uint8Array
}

export function rowChecksum({ document, seq, time, principal, update }: ChecksummedRow): Uint8Array {
  return checksumOf([document, seq, time, principal], update)
}

export function isRowIntact(row: ChecksummedRow, checksum: Uint8Array): boolean {
  return isEqual(rowChecksum(row), checksum)
}

export function snapshotChecksum(row: ChecksummedSnapshot): Uint8Array {
  const { document, seq, generation, time, snapshot } = row
  return checksumOf(['snapshot', document, seq, generation, time], snapshot)
}

export function isSnapshotIntact(row: ChecksummedSnapshot, checksum: Uint8Array): boolean {
  return isEqual(snapshotChecksum(row), checksum)
}

function checksumOf(columns: readonly (string | number)[], bytes: Uint8Array): Uint8Array {
  // JSON gives the fields before the bytes one unambiguous form: no two rows share a prefix by accident.
  const prefix = JSON.stringify([...columns, bytes.length])
  // One call: an object that is fed twice costs more than hashing the few bytes of most rows.
  const digest = hash('sha256', Buffer.concat([Buffer.from(prefix), bytes]), 'buffer')
  return new Uint8Array(digest.subarray(0, checksumBytes))
}

function isEqual(expected: Uint8Array, checksum: Uint8Array): boolean {
  return checksum.length === checksumBytes && expected.every((byte, index) => byte === checksum[index])
}
