// A flood with its witnesses: what must hold while it lasts and after it, as numbers. The test runs it short, the
// script long.
import { flood, type FloodReport } from './flood.ts'
import { joinHonestly, startGuardedStet, untilAll, type GuardedStet, type Honest } from './scene.ts'
import type { Role } from '@stet/protocol'

export interface FloodRunOptions {
  readonly frames: number
  readonly seed: number
  readonly role: Role
  readonly say?: (text: string) => void
}

export interface FloodRun extends FloodReport {
  /** Resident memory before, in MiB. */
  readonly memoryBefore: number
  /** Times the two honest people wrote, and both had it. */
  readonly rounds: number
  /** Update frames that reached somebody who only watched, beyond what the honest two wrote. */
  readonly strange: number
  /** Lines of the log that say "error": of ours, not of the peer. */
  readonly errors: readonly string[]
  readonly exitCode: number | null
}

/** Rejects when the server cannot be reached any more, or no longer serves the two. */
export async function runFlood({ frames, seed, role, say }: FloodRunOptions): Promise<FloodRun> {
  const server = await startGuardedStet()
  try {
    const document = 'flooded'
    const ann = await joinHonestly(server, document, 'ann')
    const bob = await joinHonestly(server, document, 'bob')
    const memoryBefore = server.memory()
    let rounds = 0
    let expected = 0
    let updates = 0
    bob.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === bob.provider) updates += 1
    })
    const round = async (report: FloodReport): Promise<void> => {
      rounds += 1
      expected += 1
      ann.text.insert(0, `${rounds} `)
      await untilAll([ann, bob], () => bob.text.toJSON().startsWith(`${rounds} `))
      say?.(`${report.frames} frames, ${report.connections} connections, ${Math.round(report.memory)} MiB`)
    }
    const report = await flood(server, { frames, seed, document, role, onProgress: round })
    await sameForSomebodyNew(server, ann)
    const ready = await fetch(`${server.url}/readyz`)
    if (!ready.ok) throw new Error(`After the flood /readyz says ${ready.status}.`)
    for (const honest of [ann, bob]) honest.leave()
    const exitCode = await server.stop('SIGTERM')
    const errors = server
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'))
    return { ...report, memoryBefore, rounds, strange: updates - expected, errors, exitCode }
  } finally {
    await server.end()
  }
}

async function sameForSomebodyNew(server: GuardedStet, ann: Honest): Promise<void> {
  const late = await joinHonestly(server, 'flooded', 'cleo')
  const [theirs, ours] = [late, ann].map(({ text }) => text.toJSON())
  late.leave()
  if (theirs !== ours) throw new Error('Somebody new sees another text than those who were there.')
}
