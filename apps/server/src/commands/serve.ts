// `stet serve`: starts, says where everything is, and ends well.
import { effectiveAuth } from '../choose-access.ts'
import { compose } from '../compose.ts'
import { settingNames } from '../config/settings.ts'
import { createLog } from '../log.ts'
import { Failure, Mistake } from '../mistake.ts'
import { writeServerFile } from '../server-file.ts'
import { isLoopbackHost } from '@stet/server'
import type { Command, Outcome } from '../command.ts'
import type { Composed } from '../compose.ts'
import type { Settings } from '../config/settings.ts'
import type { Logger } from '@stet/server'

export const serve: Command = {
  name: 'serve',
  about: 'serve documents: the web app, the API and the sync endpoint on one port',
  settings: settingNames,
  notes: `Without --auth whoever reaches the server can read and write every document. So on an address that other machines
reach, such as --host 0.0.0.0, it starts only with access control, or with --open.

SIGTERM or Ctrl+C: saves what was received, sends clients away in waves, ends with 0. A second one ends it at once.`,
  async run({ configuration }): Promise<Outcome> {
    const { values } = configuration
    const log = createLog(process.stderr, values.logLevel)

    // After an error nobody caught, nothing is known about the state of anything: better no server than a limping one.
    // Edits that were not saved are still in the browsers.
    process.on('uncaughtException', (error) => {
      log.error('An error that nobody caught; the server ends', { error })
      process.exit(1)
    })

    let composed: Composed
    try {
      composed = await compose(configuration, log)
    } catch (error) {
      if (error instanceof Mistake) throw error
      throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
    }
    const removeServerFile = writeServerFile(configuration, composed.server, log)
    endOnSignals(composed, { log, atEnd: removeServerFile })
    const { server, dataFile } = composed
    return {
      exitCode: 0,
      text: welcome(composed, values),
      json: { url: server.url, sync: syncUrl(server.url), data: dataFile, pid: process.pid },
    }
  },
}

interface Ending {
  readonly log: Logger
  readonly atEnd: () => void
}

function endOnSignals({ server }: Composed, { log, atEnd }: Ending): void {
  let ending = false
  const end = (): void => {
    // Someone who asks twice does not want to wait.
    if (ending) process.exit(1)
    ending = true
    log.info('Closing: saving what was received, sending everybody away')
    void server.close().then(() => {
      atEnd()
      process.exit(0)
    })
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** Who may do what, as one line. */
const accessLines = {
  open: 'everybody may read and write every document',
  jwt: 'by token (JWT)',
  webhook: 'as the webhook says',
}

function welcome({ server, dataFile }: Composed, values: Settings): string {
  const { host } = values
  const url = server.url.replace('//0.0.0.0:', '//localhost:').replace('//[::]:', '//localhost:')
  return `
  Stet is running.

    Open        ${url}
    Sync        ${syncUrl(url)}/<document>
    Data        ${dataFile}
    Reachable   ${isLoopbackHost(host) ? 'from this machine only' : `from other machines too (${host})`}
    Access      ${accessLines[effectiveAuth(values)]}

  Stop with Ctrl+C.

`
}

function syncUrl(url: string): string {
  return `${url.replace(/^http/u, 'ws')}/sync`
}
