// `stet doctor`: whether this machine, as it is configured, can serve documents, and what to mend when it cannot.
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { testLoopback } from '@stet/server'
import { dataFileOf } from '../data-file.ts'
import { lookAtDisk, lookAtFolder, lookAtSpace } from '../doctor/data-folder.ts'
import { lookAtClock, lookAtOpenFiles, lookAtRuntime, lookAtYjs } from '../doctor/environment.ts'
import { failed, ok, reasonOf, warning } from '../doctor/finding.ts'
import { lookAtCertificate, lookAtPort } from '../doctor/network.ts'
import { settingNames } from '../config/settings.ts'
import type { Command } from '../command.ts'
import type { Configuration } from '../config/configuration.ts'
import type { Finding } from '../doctor/finding.ts'

export const doctor: Command = {
  name: 'doctor',
  about: 'examine this machine: versions, disk, permissions, clock, port, and two clients that sync',
  settings: settingNames,
  notes: `Changes nothing that stays; makes the data folder if it is missing, and may run beside a server.
Exit code 0: everything works. 1: something does not.`,
  async run({ configuration, terminal }) {
    const findings: Finding[] = []
    for await (const finding of examine(configuration, (what) => terminal.progress(what)))
      findings.push(finding)
    terminal.progressDone()
    const width = Math.max(...findings.map(({ name }) => name.length))
    const lines = findings.map(
      ({ name, state, detail }) => `${marks[state]} ${name.padEnd(width)}  ${detail}\n`,
    )
    const broken = findings.filter(({ state }) => state === 'failed').length
    const summary =
      broken === 0 ? 'This machine can serve documents.' : `${broken} of ${findings.length} failed.`
    return {
      exitCode: broken === 0 ? 0 : 1,
      text: `${lines.join('')}\n${summary}\n`,
      json: { ok: broken === 0, findings },
    }
  },
}

const marks: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
}

async function* examine(configuration: Configuration, say: (what: string) => void): AsyncGenerator<Finding> {
  const { values, sources } = configuration
  const folder = resolve(values.data)
  yield lookAtRuntime()
  yield lookAtYjs()
  yield lookAtOpenFiles()
  const data = statSync(dataFileOf(configuration), { throwIfNoEntry: false })
  yield lookAtClock(Date.now(), data?.mtimeMs)
  const place = lookAtFolder(folder)
  yield place
  if (place.state !== 'failed') {
    yield guarded('disk space', () => lookAtSpace(folder))
    say('Writing to the disk')
    yield guarded('disk', () => lookAtDisk(folder))
  }
  const { host, port, tlsCert: cert, tlsKey: key } = values
  yield await lookAtPort({ host, port, mayMove: sources.port.kind === 'default' })
  if (cert !== undefined && key !== undefined) yield lookAtCertificate({ cert, key }, Date.now())
  yield existsSync(join(values.webRoot, 'index.html'))
    ? ok('web app', `${values.webRoot} holds it.`)
    : warning(
        'web app',
        `${values.webRoot} has no index.html: the site is not served. Build it, or name it with --web-root.`,
      )
  if (place.state !== 'failed') {
    say('Two clients sync')
    yield await lookAtLoopback(folder)
  }
}

async function lookAtLoopback(folder: string): Promise<Finding> {
  const name = 'two clients'
  try {
    const { savedMs, syncedMs } = await testLoopback(folder)
    return ok(
      name,
      `What one wrote was saved after ${savedMs.toFixed(1)} ms and with the other after ${syncedMs.toFixed(1)} ms.`,
    )
  } catch (error) {
    return failed(name, `They did not sync through a server of their own: ${reasonOf(error)}`)
  }
}

function guarded(name: string, look: () => Finding): Finding {
  try {
    return look()
  } catch (error) {
    return failed(name, `It could not be examined (${reasonOf(error)}).`)
  }
}
