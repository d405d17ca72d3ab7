// `stet serve`: starts, says where everything is, and ends well.
import { resolve } from 'node:path'
import { compose } from './compose.ts'
import { createLog } from './log.ts'
import type { Composed } from './compose.ts'
import type { ServeConfig } from './options.ts'

export async function serve(config: ServeConfig): Promise<void> {
  const log = createLog((line) => process.stderr.write(line))

  // After an error nobody caught, nothing is known about the state of anything: better no server than a limping one.
  // Edits that were not saved are still in the browsers.
  process.on('uncaughtException', (error) => {
    log.error('An error that nobody caught; the server ends', { error })
    process.exit(1)
  })

  let composed: Composed
  try {
    composed = await compose(config, log)
  } catch (error) {
    process.stderr.write(`stet: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
    return
  }
  process.stdout.write(welcome(composed, config))

  let ending = false
  const end = (): void => {
    // Someone who asks twice does not want to wait.
    if (ending) process.exit(1)
    ending = true
    log.info('Closing: saving what was received, sending everybody away')
    void composed.server.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

function welcome({ server, dataFile }: Composed, { host }: ServeConfig): string {
  const url = server.url.replace('//0.0.0.0:', '//localhost:').replace('//[::]:', '//localhost:')
  const open = host === '127.0.0.1' || host === '::1' || host === 'localhost'
  return `
  Stet is running.

    Open        ${url}
    Sync        ${url.replace(/^http/u, 'ws')}/sync/<document>
    Data        ${resolve(dataFile)}
    Reachable   ${open ? 'from this machine only' : `from other machines too (${host}): everybody may read and write`}

  Stop with Ctrl+C.

`
}
