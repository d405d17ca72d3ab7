// A note beside the data: where the server that uses it can be reached. Other commands read it; it means nothing once
// the data file's lock is free, so one that a crash left behind does no harm.
import { rmSync, writeFileSync } from 'node:fs'
import { serverFileOf } from './data-file.ts'
import type { Configuration } from './config/configuration.ts'
import type { Logger, StetServer } from '@stet/server'

/** Gives what removes it again. */
export function writeServerFile(configuration: Configuration, server: StetServer, log: Logger): () => void {
  const path = serverFileOf(configuration)
  // What listens everywhere is reached at this machine's own address.
  const url = server.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  try {
    writeFileSync(path, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 })
  } catch (error) {
    log.error('The address could not be written down; export and import will ask for --server', { error })
  }
  return () => rmSync(path, { force: true })
}
