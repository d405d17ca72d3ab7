// `pnpm test:kill --kills 1000 [--seed 1]`: the kill test of `npm test`, with a bigger number.
import { parseArgs } from 'node:util'
import { runKills } from './kill-run.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string' } },
})
const kills = Number(values.kills)
if (!Number.isInteger(kills) || kills < 1)
  throw new Error(`--kills is "${values.kills}"; it must be a whole number from 1.`)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)

console.log(`kill test: ${kills} kills, seed ${seed}`)
const started = Date.now()
const report = await runKills({
  kills,
  seed,
  onRound: ({ kill, acked, lost }) => {
    if (kill % 25 === 0)
      console.log(
        `  ${kill} kills: ${acked} acked, ${lost} lost, ${Math.round((Date.now() - started) / 1000)} s`,
      )
  },
})
for (const key of report.lost.slice(0, 20)) console.log(`  lost: ${key}`)
for (const document of report.unequal) console.log(`  not equal after the last restart: ${document}`)
console.log(
  `${report.kills} kills, ${report.written} writes, ${report.acked} acked, ${report.lost.length} acked lost`,
)
process.exit(report.lost.length === 0 && report.unequal.length === 0 ? 0 : 1)
