// All scenarios in the order in which they run.
import { closedRooms } from './closed-rooms.ts'
import { coldOpen } from './cold-open.ts'
import { durableEdits } from './durable-edits.ts'
import { fanOut } from './fan-out.ts'
import { idleConnections } from './idle-connections.ts'
import { kills } from './kills.ts'
import { manyDocuments } from './many-documents.ts'
import { reconnectStorm } from './reconnect-storm.ts'
import { stalledReaders } from './stalled-readers.ts'
import type { Row } from '../row.ts'
import type { Context } from './context.ts'

export interface Scenario {
  readonly name: string
  /** Whether it belongs to a quick run. */
  readonly quick: boolean
  readonly run: (context: Context) => Promise<readonly Row[]>
}

export const scenarios: readonly Scenario[] = [
  { name: 'durable-edits', quick: true, run: durableEdits },
  {
    name: 'fan-out-10',
    quick: false,
    run: (context) => fanOut(context, { clients: 10, modestRate: 10, firstRate: 4_000, more: false }),
  },
  {
    name: 'fan-out-100',
    quick: true,
    run: (context) =>
      fanOut(context, { clients: 100, modestRate: 100, firstRate: 500, more: !context.quick }),
  },
  {
    name: 'fan-out-500',
    quick: false,
    run: (context) => fanOut(context, { clients: 500, modestRate: 50, firstRate: 100, more: false }),
  },
  { name: 'many-documents', quick: false, run: manyDocuments },
  { name: 'idle-connections', quick: true, run: idleConnections },
  { name: 'closed-rooms', quick: false, run: closedRooms },
  { name: 'reconnect-storm', quick: false, run: reconnectStorm },
  { name: 'cold-open', quick: false, run: coldOpen },
  { name: 'stalled-readers', quick: true, run: stalledReaders },
  { name: 'kills', quick: false, run: kills },
]
