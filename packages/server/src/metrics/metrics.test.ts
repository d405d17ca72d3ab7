import { encodeFrame, stetSubprotocol } from '@stet/protocol'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../storage/memory.ts'
import { openBareSocket } from '../testing/test-clients.ts'
import { createCleanup, startTestServer } from '../testing/test-server.ts'
import { createAckTimer } from './ack-timer.ts'
import { createMetrics } from './metrics.ts'
import type { EngineEvent } from '@stet/engine'
import type { DocumentName } from '@stet/protocol'
import type { CreateServerOptions } from '../create-server.ts'
import type { Storage } from '../storage/types.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

type Series = Readonly<Record<string, number>>

function parse(text: string): Series {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

async function scrape(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), text, series: parse(text) }
}

const update = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return encodeFrame({ type: 'update', update: Y.encodeStateAsUpdate(doc) })
}

/** A server with one client that has been told that its edit is saved. */
async function startWithEdit(options: Partial<CreateServerOptions> = {}) {
  const server = await startTestServer(cleanup, options)
  const bare = await openBareSocket(cleanup, `${server.syncUrl}/secret-plan`, [stetSubprotocol])
  bare.socket.send(update('text'))
  await bare.text('saved')
  return { server, bare }
}

it('counts connections, rooms, commits, acks, refusals and what waits', async () => {
  const { server, bare } = await startWithEdit()
  bare.socket.send(new Uint8Array([9, 9]))
  await bare.text('error')
  await fetch(`${server.url}/sync/x`, { headers: { connection: 'upgrade' } })
  const { status, type, series } = await scrape(`${server.url}/metrics`)
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  expect(series).toMatchObject({
    stet_connections: 1,
    stet_connections_opened_total: 1,
    stet_rooms: 1,
    stet_updates_accepted_total: 1,
    stet_updates_committed_total: 1,
    stet_commit_duration_seconds_count: 1,
    stet_ack_duration_seconds_count: 1,
    'stet_refused_total{code="unknown-frame"}': 1,
    'stet_refused_total{code="bad-update"}': 0,
    stet_log_queue_rows: 0,
    stet_log_queue_bytes: 0,
    stet_outgoing_buffered_bytes: 0,
    stet_storage_healthy: 1,
    stet_closing: 0,
    'stet_compactions_total{result="done"}': 0,
  })
  expect(series['stet_committed_bytes_total']).toBeGreaterThan(10)
  expect(series['process_resident_memory_bytes']).toBeGreaterThan(1e7)
  expect(series['process_cpu_seconds_total']).toBeGreaterThan(0)
  expect(series['stet_event_loop_lag_seconds{quantile="0.99"}']).toBeGreaterThanOrEqual(0)
})

it('what waits for the disk is counted as accepted, not as committed; a failing disk is seen', async () => {
  const memory = createMemoryStorage()
  let fail = true
  const tried = Promise.withResolvers<void>()
  const storage: Storage = {
    ...memory,
    append(rows) {
      if (!fail) return memory.append(rows)
      tried.resolve()
      return Promise.reject(new Error('disk'))
    },
  }
  const server = await startTestServer(cleanup, { storage, engineLimits: { retryFirstMs: 5 } })
  const bare = await openBareSocket(cleanup, `${server.syncUrl}/a`, [stetSubprotocol])
  bare.socket.send(update('text'))
  await tried.promise
  await bare.text('error')
  const { series } = await scrape(`${server.url}/metrics`)
  expect(series).toMatchObject({
    stet_updates_accepted_total: 1,
    stet_updates_committed_total: 0,
    stet_log_queue_rows: 1,
    stet_storage_healthy: 0,
  })
  expect(series['stet_commit_failures_total']).toBeGreaterThan(0)
  const ready = await fetch(`${server.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({
    ready: false,
    storage: 'unavailable',
    closing: false,
    reasons: ['The last edits could not be saved; they are tried again.'],
  })
  fail = false
  await bare.text('saved')
  expect((await scrape(`${server.url}/metrics`)).series).toMatchObject({
    stet_updates_accepted_total: 1,
    stet_updates_committed_total: 1,
    stet_storage_healthy: 1,
  })
})

it('what clients choose (documents, names, addresses, codes) never becomes a label', async () => {
  const { server } = await startWithEdit()
  const { series: before } = await scrape(`${server.url}/metrics`)
  for (const path of ['/sync/other-plan', '/sync', '/nowhere']) {
    await new Promise((resolve) => {
      const socket = new WebSocket(`${server.wsUrl}${path}`)
      socket.addEventListener('open', () => socket.close())
      socket.addEventListener('close', resolve)
    })
  }
  const { text, series } = await scrape(`${server.url}/metrics`)
  expect(Object.keys(series).sort()).toEqual(Object.keys(before).sort())
  expect(text).not.toContain('plan')
  expect(series['stet_upgrades_refused_total{code="not-found"}']).toBe(2)
})

it('every event of the engine is taken, and two servers in one process count apart', async () => {
  const sources = {
    connections: () => 0,
    rooms: () => 0,
    queued: () => ({ rows: 2, bytes: 30 }),
    outgoingBytes: () => 7,
    storageHealthy: () => true,
    closing: () => true,
  }
  const one = createMetrics(sources)
  const other = createMetrics(sources)
  cleanup.add(() => one.stop())
  cleanup.add(() => other.stop())
  const document = 'a' as DocumentName
  const events: EngineEvent[] = [
    { type: 'room-loaded', document, rows: 1, bytes: 1, ms: 4 },
    { type: 'room-load-failed', document, reason: 'damaged', error: new Error('x') },
    { type: 'room-unloaded', document },
    { type: 'defect', document, error: new Error('x') },
    { type: 'joined', document, sessions: 1 },
  ]
  for (const event of events) one.engineEvent(event)
  one.upgradeRefused('something new')
  one.compaction({ result: 'done', ms: 20, rows: 100, bytesSaved: 900 })
  one.compaction({ result: 'done', ms: 20, rows: 1, bytesSaved: -5 })
  expect(parse(await one.text())).toMatchObject({
    stet_room_load_duration_seconds_count: 1,
    'stet_room_load_failures_total{reason="damaged"}': 1,
    stet_rooms_unloaded_total: 1,
    stet_defects_total: 1,
    'stet_upgrades_refused_total{code="other"}': 1,
    'stet_compactions_total{result="done"}': 2,
    stet_compacted_rows_total: 101,
    stet_compaction_saved_bytes_total: 900,
    stet_updates_accepted_total: 2,
    stet_outgoing_buffered_bytes: 7,
    stet_closing: 1,
  })
  expect(parse(await other.text())).toMatchObject({ stet_defects_total: 0 })
})

it('only programs on this machine get them, and a proxy on this machine is none', async () => {
  const { server } = await startWithEdit()
  expect((await scrape(`${server.url}/metrics`)).status).toBe(200)
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    const { status, text } = await scrape(`${server.url}/metrics`, { [header]: '127.0.0.1' })
    expect([header, status]).toEqual([header, 403])
    expect(text).toContain('The setting')
  }
})

it('they can be opened, switched off, or given a port of their own', async () => {
  const open = await startTestServer(cleanup, { metrics: 'open' })
  expect((await scrape(`${open.url}/metrics`, { 'x-forwarded-for': '203.0.113.5' })).status).toBe(200)
  const off = await startTestServer(cleanup, { metrics: 'off', metricsPort: 0 })
  expect(off.metricsUrl).toBeUndefined()
  expect((await scrape(`${off.url}/metrics`)).status).toBe(404)
  const apart = await startTestServer(cleanup, { metricsPort: 0 })
  expect((await scrape(`${apart.url}/metrics`)).status).toBe(404)
  const { status, series } = await scrape(apart.metricsUrl ?? '')
  expect([status, series['stet_connections']]).toEqual([200, 0])
  expect((await fetch((apart.metricsUrl ?? '').replace('/metrics', '/api/documents'))).status).toBe(404)
  await apart.close()
  await expect(fetch(apart.metricsUrl ?? '')).rejects.toThrow('fetch failed')
})

it('an ack is timed from the arrival of the frame it counts; presence and text count nothing', () => {
  const seen: number[] = []
  const timer = createAckTimer((ms) => void seen.push(ms))
  const step2 = encodeFrame({ type: 'sync-step-2', update: new Uint8Array([0, 0]) })
  timer.received(encodeFrame({ type: 'query-awareness' }), 0)
  timer.received(step2, 10)
  timer.received(update('x'), 20)
  timer.told('{"type":"chat","text":"saved"}', 25)
  timer.told('{"type":"saved","frames":0}', 26)
  timer.told('{"type":"saved","frames":2}', 30)
  timer.told('{"type":"saved","frames":2}', 31)
  timer.received(update('x'), 40)
  timer.told('{"type":"saved","frames":3}', 47)
  expect(seen).toEqual([20, 7])
})
