// `stet bench`: how a server bears so many people in one document. Without --server one is started for it on this
// machine's disk and deleted again, so that nothing of anybody is touched.
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createServer, loadLimits, openSqliteStorage, runLoad, whyNotThisLoad } from '@stet/server'
import { parseServerUrl, serverOptions, tokenOf } from '../documents/open-documents.ts'
import { Failure, Mistake, show } from '../mistake.ts'
import type { Call, Command } from '../command.ts'
import type { LatencySummary, LoadReport } from '@stet/server'

const defaults = { clients: 10, rate: 5, seconds: 10 }

export const bench: Command = {
  name: 'bench',
  about: 'let clients type into one document, and tell how long saving and reaching the others takes',
  options: {
    clients: option('clients', 'in the document at once'),
    rate: option('rate', 'edits of each of them per second'),
    seconds: option('seconds', 'how long they type'),
    ...serverOptions,
    server: {
      ...serverOptions.server,
      about: 'a running server; default: one of its own, with a data file in --data that is deleted after it',
    },
  },
  settings: ['data'],
  notes: `The clients share this machine's processors with a server on it: what is measured is both. Through a running server
a new document is made, whose name is told and which stays there; a token needs the right to write it.
Exit code 0: every edit was saved and reached everybody. 1: not all did.`,
  async run(call) {
    const numbers = {
      clients: parseNumber(call, 'clients'),
      rate: parseNumber(call, 'rate'),
      seconds: parseNumber(call, 'seconds'),
    }
    const wrong = whyNotThisLoad(numbers)
    if (wrong !== undefined) throw new Mistake(`--${wrong}`)
    const document = `stet-bench-${Date.now().toString(36)}-${randomInt(36 ** 4).toString(36)}`
    const where = await openPlace(call)
    let report: LoadReport
    try {
      report = await runLoad({
        ...numbers,
        document,
        syncUrl: where.syncUrl,
        token: where.token,
        onProgress: (left) => call.terminal.progress(`Typing: ${left} s left`),
      })
    } catch (error) {
      throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
    } finally {
      call.terminal.progressDone()
      await where.close()
    }
    const { saved, edits, delivered, toDeliver, errors } = report
    const isWell = saved === edits && delivered === toDeliver && Object.keys(errors).length === 0
    return {
      exitCode: isWell ? 0 : 1,
      text: describe(report, where.isOwn ? undefined : document),
      json: {
        ok: isWell,
        server: where.name,
        document: where.isOwn ? null : document,
        ...numbers,
        ...report,
      },
    }
  },
}

interface Place {
  readonly name: string
  readonly syncUrl: string
  readonly token: string | undefined
  readonly isOwn: boolean
  close(): Promise<void>
}

async function openPlace(call: Call): Promise<Place> {
  const asked = call.options['server']
  if (asked !== undefined) {
    const { href } = parseServerUrl(asked)
    const name = href.replace(/\/$/u, '')
    const syncUrl = `${name.replace(/^http/u, 'ws')}/sync`
    return { name, syncUrl, token: tokenOf(call), isOwn: false, close: async () => {} }
  }
  const data = resolve(call.configuration.values.data)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(data, '.stet-bench-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const storage = await openSqliteStorage({ path: join(folder, 'stet.sqlite') })
    const server = await createServer({ storage, metrics: 'off' })
    return {
      name: 'one of its own',
      syncUrl: `${server.url.replace('http', 'ws')}/sync`,
      token: undefined,
      isOwn: true,
      async close() {
        await server.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function option(name: keyof typeof defaults, about: string) {
  const { least, most } = loadLimits[name]
  return {
    argument: '<number>',
    example: String(defaults[name]),
    about: `${about}: ${least} to ${most}; default: ${defaults[name]}`,
  }
}

function parseNumber({ options }: Call, name: keyof typeof defaults): number {
  const text = options[name]
  if (text === undefined) return defaults[name]
  if (/^\d{1,6}(?:\.\d{1,3})?$/u.test(text)) return Number(text)
  throw new Mistake(`--${name} must be a number, not ${show(text)}.`)
}

function describe(report: LoadReport, document: string | undefined): string {
  const { edits, editsPerSecond, saved, delivered, toDeliver, savedMs, deliveredMs, lateMs, errors } = report
  const lines = [
    `edits      ${count(edits)} (${editsPerSecond.toFixed(1)} per second)`,
    `saved      ${count(saved)}: ${times(savedMs)}`,
    `with all   ${count(delivered)} of ${count(toDeliver)}: ${times(deliveredMs)}`,
    `clients    were late themselves by ${times(lateMs)}`,
    ...Object.entries(errors).map(([code, often]) => `error      ${code}, ${count(often)} times`),
    ...(document === undefined ? [] : [`The document "${document}" stays on the server.`]),
  ]
  return `${lines.join('\n')}\n`
}

function times({ p50, p99, longest }: LatencySummary): string {
  return `${p50.toFixed(1)} ms for half, ${p99.toFixed(1)} ms for 99 of 100, ${longest.toFixed(1)} ms at most`
}

function count(number: number): string {
  return number.toLocaleString('en')
}
