import { KnownUpdates, scanUpdate, syncScanLimits } from '@stet/protocol'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { withoutKnown } from './trim.ts'

function scanned(update: Uint8Array, known: KnownUpdates) {
  const scan = scanUpdate(update, known, syncScanLimits)
  if (scan.kind === 'gap') throw new Error('The test sent an update with a gap.')
  return scan
}

describe('what an update brings', () => {
  const writer = new Y.Doc()
  writer.getText('text').insert(0, 'known')
  const first = Y.encodeStateAsUpdate(writer)
  writer.getText('text').insert(5, ' and new')

  test('an update of which nothing is known is kept byte for byte', () => {
    const known = new KnownUpdates()
    expect(withoutKnown(first, scanned(first, known), known)).toBe(first)
  })

  test('a struct that is half known is cut at what is known, and its deletions stay', () => {
    const known = new KnownUpdates()
    known.add(scanned(first, known))
    writer.getText('text').delete(0, 2)
    const update = Y.encodeStateAsUpdate(writer)
    const brought = withoutKnown(update, scanned(update, known), known)
    expect(Y.parseUpdateMeta(brought).from).toEqual(new Map([[writer.clientID, 5]]))
    const reader = new Y.Doc()
    Y.applyUpdate(reader, first)
    Y.applyUpdate(reader, brought)
    expect(reader.getText('text').toJSON()).toBe('own and new')
  })

  test('a stored half that was collected meanwhile does not make the rest unreadable', () => {
    // The peer deletes and collects the first half while the writer is away; the writer returns with the whole struct.
    const away = new Y.Doc({ gc: false })
    away.getText('text').insert(0, 'abcdef')
    const half = Y.encodeStateAsUpdate(away)
    const peer = new Y.Doc()
    Y.applyUpdate(peer, half)
    peer.getText('text').delete(0, 6)
    const deletion = Y.encodeStateAsUpdate(peer)
    away.getText('text').insert(6, 'ghi')
    const known = new KnownUpdates()
    for (const row of [half, deletion]) known.add(scanned(row, known))
    const whole = Y.encodeStateAsUpdate(away)
    const brought = withoutKnown(whole, scanned(whole, known), known)
    Y.applyUpdate(peer, brought)
    expect(peer.getText('text').toJSON()).toBe('ghi')
  })
})
