// Compaction as a part of the server: its settings, and where its events go.
import { createCompactor } from './compactor.ts'
import { logCompactionEvent } from './events.ts'
import { defaultCompactionSettings } from './settings.ts'
import type { Compactor, CompactorOptions } from './compactor.ts'
import type { CompactionEvent } from './events.ts'
import type { CompactionSettings } from './settings.ts'
import type { Logger } from '../logger.ts'
import type { CompactionReport } from '../metrics/metrics.ts'

export interface StartCompactionOptions extends Pick<CompactorOptions, 'storage' | 'clock'> {
  readonly settings: Partial<CompactionSettings>
  readonly log: Logger
  readonly metrics: { compaction(report: CompactionReport): void }
}

export function startCompaction({
  storage,
  clock,
  settings,
  log,
  metrics,
}: StartCompactionOptions): Compactor {
  return createCompactor({
    storage,
    clock,
    settings: { ...defaultCompactionSettings, ...settings },
    onEvent(event) {
      logCompactionEvent(log, event)
      count(metrics, event)
    },
  })
}

function count(metrics: StartCompactionOptions['metrics'], event: CompactionEvent): void {
  switch (event.type) {
    case 'compacted': {
      const { ms, rows, bytesBefore, bytesAfter } = event
      metrics.compaction({ result: 'done', ms, rows, bytesSaved: bytesBefore - bytesAfter })
      return
    }
    case 'compaction-skipped':
      metrics.compaction({ result: 'skipped', ms: event.ms })
      return
    case 'compaction-failed':
      metrics.compaction({ result: 'failed', ms: event.ms })
      return
    case 'archive-trimmed':
    case 'sweep-failed':
      return
  }
}
