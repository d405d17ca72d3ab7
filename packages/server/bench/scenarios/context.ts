// What every scenario works with.
import type { Remote } from '../remote.ts'
import type { GeneratorCalls, LoadResult } from '../generator/generator-calls.ts'
import type { BenchServer, ProgramName, ServerName, StartOptions } from '../servers/start.ts'

export interface Context {
  readonly generator: Remote<GeneratorCalls>
  /** Shorter, and less sure. */
  readonly quick: boolean
  readonly servers: readonly ServerName[]
  /** The file with the real editing history; where it is missing, one is made up. */
  readonly history: string
  start(name: ProgramName, options?: StartOptions): Promise<BenchServer>
  /** For the person who waits. */
  say(text: string): void
}

/** Why a measurement cannot be trusted, seen from the generator; undefined when it can. */
export function doubtOf({ ownCpu, ownLagMs, lost }: LoadResult): string | undefined {
  if (lost > 0) return `${lost} connections were lost`
  if (ownCpu > 0.9) return `the generator used ${Math.round(ownCpu * 100)} % of its core`
  if (ownLagMs > 20) return `the generator was ${Math.round(ownLagMs)} ms late`
  return undefined
}
