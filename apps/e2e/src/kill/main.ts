// `pnpm test:kill --kills 1000 [--seed 1]`: the kill test of `npm test`, with a bigger number. It begins anew with empty
// documents every so many kills: reading ever longer documents after each kill would test patience, not durability.
import { parseArgs } from 'node:util'
import { runKills } from './kill-run.ts'

const killsPerRun = 10

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string' } },
})
const kills = Number(values.kills)
if (!Number.isInteger(kills) || kills < 1) {
  throw new Error(`--kills is "${values.kills}"; it must be a whole number from 1.`)
}
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
if (!Number.isInteger(seed)) throw new Error(`--seed is "${values.seed}"; it must be a whole number.`)

console.log(`kill test: ${kills} kills, seed ${seed}`)
const started = Date.now()
const total = { kills: 0, written: 0, acked: 0, lost: 0, unequal: 0, problems: 0, compactions: 0 }
for (let run = 0; total.kills < kills; run++) {
  const report = await runKills({ kills: Math.min(killsPerRun, kills - total.kills), seed: seed + run })
  for (const key of report.lost.slice(0, 20)) console.log(`  lost, seed ${seed + run}: ${key}`)
  for (const document of report.unequal)
    console.log(`  not equal at the end, seed ${seed + run}: ${document}`)
  for (const problem of report.problems) console.log(`  damaged, seed ${seed + run}: ${problem}`)
  total.kills += report.kills
  total.written += report.written
  total.acked += report.acked
  total.lost += report.lost.length
  total.unequal += report.unequal.length
  total.problems += report.problems.length
  total.compactions += report.compactions
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(
    `  ${total.kills} kills: ${total.acked} acked, ${total.lost} lost, ${total.problems} problems, ${seconds} s`,
  )
}
console.log(
  `${total.kills} kills, ${total.written} writes, ${total.acked} acked, ${total.lost} acked lost, ${total.unequal} documents unequal, ${total.problems} problems found by check, ${total.compactions} compactions`,
)
process.exit(total.lost === 0 && total.unequal === 0 && total.problems === 0 ? 0 : 1)
