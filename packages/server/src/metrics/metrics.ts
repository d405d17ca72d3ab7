// What a server counts, for Prometheus. Numbers come from the engine's events and from asking the parts at the moment
// of a scrape; nothing here is on the way of an edit but a few additions. No label ever holds what a client chose:
// documents, people and addresses would make as many time series as there are of them.
import { errorTable } from '@stet/protocol'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { createLoopLag } from './loop-lag.ts'
import type { EngineEvent } from '@stet/engine'

/** The parts that are asked at a scrape. */
export interface MetricsSources {
  readonly connections: () => number
  readonly rooms: () => number
  /** Updates accepted and not yet on stable storage. */
  readonly queued: () => { readonly rows: number; readonly bytes: number }
  /** Bytes waiting to be sent, all sockets together. */
  readonly outgoingBytes: () => number
  readonly storageHealthy: () => boolean
  /** On its way to the end: sends clients away. */
  readonly closing: () => boolean
}

/** One attempt to fold a document's rows into a snapshot. */
export interface CompactionReport {
  /** 'skipped': somebody else was faster, and nothing was changed. */
  readonly result: 'done' | 'skipped' | 'failed'
  readonly ms: number
  /** Rows folded into the snapshot. */
  readonly rows?: number
  /** Bytes of those rows, less the bytes of the snapshot they became part of. */
  readonly bytesSaved?: number
}

export interface Metrics {
  readonly contentType: string
  /** The page of numbers. */
  text(): Promise<string>
  engineEvent(event: EngineEvent): void
  connectionOpened(): void
  /** `code`: one of the transport's own reasons, never a text of the peer. */
  upgradeRefused(code: string): void
  /** From a frame's arrival until its sender was told that it is saved. */
  acknowledged(ms: number): void
  compaction(report: CompactionReport): void
  stop(): void
}

const upgradeCodes = [
  'access-unavailable',
  'bad-document-name',
  'bad-handshake',
  'forbidden',
  'forbidden-host',
  'forbidden-origin',
  'method-not-allowed',
  'not-found',
  'rate-limited',
  'restarting',
  'too-many-connections',
  'unauthorized',
  'other',
]

/** Seconds. A commit on a good disk takes 1 ms, on a bad day a second; readiness is red at 5. */
const commitBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]

export function createMetrics(sources: MetricsSources): Metrics {
  // A registry of our own: an embedding program has its own numbers under the global one.
  const registry = new Registry()
  const registers = [registry]
  const lag = createLoopLag()

  const counter = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, buckets: commitBuckets, registers })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })

  const opened = counter('stet_connections_opened_total', 'WebSockets accepted')
  const upgradesRefused = counter('stet_upgrades_refused_total', 'Upgrade requests refused, by reason', [
    'code',
  ])
  const committed = counter('stet_updates_committed_total', 'Updates on stable storage')
  const committedBytes = counter('stet_committed_bytes_total', 'Bytes of the updates on stable storage')
  const commits = histogram('stet_commit_duration_seconds', 'From the start of a batch until it is stored')
  const commitFailures = counter('stet_commit_failures_total', 'Attempts to store a batch that failed')
  const acks = histogram(
    'stet_ack_duration_seconds',
    'From the arrival of an update until its sender was told that it is saved (one sample per connection at a time)',
  )
  const refused = counter('stet_refused_total', 'Frames and joins refused, by reason', ['code'])
  const loads = histogram('stet_room_load_duration_seconds', 'Loading a document from storage')
  const loadFailures = counter('stet_room_load_failures_total', 'Documents that could not be loaded', [
    'reason',
  ])
  const unloads = counter('stet_rooms_unloaded_total', 'Documents put away because nobody was in them')
  const defects = counter('stet_defects_total', 'Errors of the server itself, kept to one document')
  const compactions = counter('stet_compactions_total', 'Attempts to fold a log into a snapshot', ['result'])
  const compacting = histogram('stet_compaction_duration_seconds', 'Folding one log into a snapshot')
  const compactedRows = counter('stet_compacted_rows_total', 'Log rows folded into snapshots')
  const compactedBytes = counter(
    'stet_compaction_saved_bytes_total',
    'Bytes that a load need not read any more',
  )

  // Every series exists from the beginning: "no refusals yet" and "no such number" must look different.
  for (const code of Object.keys(errorTable)) refused.inc({ code }, 0)
  for (const code of upgradeCodes) upgradesRefused.inc({ code }, 0)
  for (const reason of ['unreadable', 'damaged']) loadFailures.inc({ reason }, 0)
  for (const result of ['done', 'skipped', 'failed']) compactions.inc({ result }, 0)

  gauge('stet_connections', 'Open WebSockets', sources.connections)
  gauge('stet_rooms', 'Documents loaded', sources.rooms)
  gauge('stet_log_queue_rows', 'Updates accepted and not yet stored', () => sources.queued().rows)
  gauge(
    'stet_log_queue_bytes',
    'Bytes of the updates accepted and not yet stored',
    () => sources.queued().bytes,
  )
  gauge('stet_outgoing_buffered_bytes', 'Bytes that wait for peers to read them', sources.outgoingBytes)
  gauge('stet_storage_healthy', '1: saving works. 0: it does not, and clients are told so', () =>
    sources.storageHealthy() ? 1 : 0,
  )
  gauge('stet_closing', '1: the server is on its way to its end', () => (sources.closing() ? 1 : 0))

  let committedRows = 0
  const accepted = new Counter({
    name: 'stet_updates_accepted_total',
    help: 'Updates taken in: stored, or waiting for it',
    registers,
    collect() {
      // What is taken in is stored or waits, so that nothing need be counted on the way in.
      this.reset()
      this.inc(committedRows + sources.queued().rows)
    },
  })
  accepted.reset()

  const lagGauge = new Gauge({
    name: 'stet_event_loop_lag_seconds',
    help: 'How late the event loop was in the last ten seconds: median, 99th percentile, worst',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const [quantile, seconds] of Object.entries(lag.read())) this.set({ quantile }, seconds)
    },
  })
  lagGauge.set({ quantile: '0.5' }, 0)

  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, all threads',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  cpu.reset()
  gauge('process_start_time_seconds', 'Start of the process, since the epoch', () =>
    Math.round(Date.now() / 1000 - process.uptime()),
  )
  gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss())
  gauge(
    'nodejs_heap_used_bytes',
    'JavaScript heap in use, of the main thread',
    () => process.memoryUsage().heapUsed,
  )
  gauge('nodejs_external_memory_bytes', 'Buffers outside of the heap', () => process.memoryUsage().external)

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    engineEvent(event) {
      switch (event.type) {
        case 'refused':
          refused.inc({ code: event.code })
          return
        case 'commit':
          committedRows += event.rows
          committed.inc(event.rows)
          committedBytes.inc(event.bytes)
          commits.observe(event.ms / 1000)
          return
        case 'commit-failed':
          commitFailures.inc()
          return
        case 'room-loaded':
          loads.observe(event.ms / 1000)
          return
        case 'room-load-failed':
          loadFailures.inc({ reason: event.reason })
          return
        case 'room-unloaded':
          unloads.inc()
          return
        case 'defect':
          defects.inc()
          return
        default:
          return
      }
    },
    connectionOpened: () => opened.inc(),
    upgradeRefused: (code) => upgradesRefused.inc({ code: upgradeCodes.includes(code) ? code : 'other' }),
    acknowledged: (ms) => acks.observe(ms / 1000),
    compaction({ result, ms, rows = 0, bytesSaved = 0 }) {
      compactions.inc({ result })
      compacting.observe(ms / 1000)
      compactedRows.inc(rows)
      // A snapshot of a tiny log may be larger than its rows; a counter only grows.
      compactedBytes.inc(Math.max(0, bytesSaved))
    },
    stop: () => lag.stop(),
  }
}
