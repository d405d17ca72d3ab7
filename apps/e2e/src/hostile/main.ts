// `pnpm test:flood --frames 1000000 [--seed 1] [--role read]`: the flood of `npm test`, with a bigger number.
import { parseArgs } from 'node:util'
import { isRole } from '@stet/protocol'
import { runFlood } from './flood-run.ts'

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    role: { type: 'string', default: 'write' },
  },
})
const frames = Number(values.frames)
if (!Number.isInteger(frames) || frames < 1) {
  throw new Error(`--frames is "${values.frames}"; it must be a whole number from 1.`)
}
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
if (!Number.isInteger(seed)) throw new Error(`--seed is "${values.seed}"; it must be a whole number.`)
const { role } = values
if (!isRole(role)) throw new Error(`--role is "${role}"; it must be read, comment or write.`)

console.log(`flood: ${frames} frames as ${role}, seed ${seed}`)
const started = Date.now()
let said = 0
const run = await runFlood({
  frames,
  seed,
  role,
  say(text) {
    if (Date.now() - said < 10_000) return
    said = Date.now()
    console.log(`  ${text}, ${Math.round((Date.now() - started) / 1000)} s`)
  },
})
const { connections, broken, handshakes, memory, memoryBefore, rounds, strange, errors, exitCode } = run
console.log(
  `${run.frames} frames over ${connections} connections (${broken} ended by a broken frame, ${handshakes} never became one), ${rounds} rounds of the honest two, memory from ${Math.round(memoryBefore)} to at most ${Math.round(memory)} MiB, ${errors.length} errors logged, exit code ${exitCode} when asked to end, ${role === 'write' ? '' : `${strange} changes by readers, `}${Math.round((Date.now() - started) / 1000)} s`,
)
process.exit(errors.length === 0 && exitCode === 0 && (role === 'write' || strange === 0) ? 0 : 1)
