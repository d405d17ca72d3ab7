// The certificate of a server that speaks TLS by itself, read again whenever its files change, so that a renewal needs
// no restart. A pair that cannot be used never replaces one that can.
import { readFileSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Logger } from '../logger.ts'
import type { FSWatcher } from 'node:fs'

export interface CertificateFiles {
  /** Path of the certificate chain, PEM. */
  readonly cert: string
  /** Path of its private key, PEM. */
  readonly key: string
}

export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Throws an Error whose message names the file and what is wrong with it. */
export function readCertificate(files: CertificateFiles): Certificate {
  const pair = { cert: readPem(files.cert, 'certificate'), key: readPem(files.key, 'private key') }
  try {
    createSecureContext(pair)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const reason =
      code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
        ? 'the key belongs to another certificate'
        : error instanceof Error
          ? error.message
          : String(error)
    throw new Error(`The certificate ${files.cert} and the key ${files.key} cannot be used: ${reason}.`, {
      cause: error,
    })
  }
  return pair
}

export interface WatchCertificateOptions {
  readonly files: CertificateFiles
  /** What is in use now. */
  readonly current: Certificate
  /** Takes a pair that was found good. */
  readonly onPair: (pair: Certificate) => void
  readonly log: Logger
}

/** Renewals write several files one after the other; this long after the last of it they are read. Milliseconds. */
const settleMs = 300
/** Some file systems (network, some containers) report no changes, so the files are also looked at now and then. */
const lookEvery = 60_000

/** Returns what stops it. */
export function watchCertificate(options: WatchCertificateOptions): () => void {
  const { files, onPair, log } = options
  let { current } = options
  let settling: NodeJS.Timeout | undefined
  /** The last trouble told: a broken pair is one line in the log, not one a minute. */
  let told = ''

  const look = (): void => {
    try {
      const pair = readCertificate(files)
      told = ''
      if (pair.cert === current.cert && pair.key === current.key) return
      onPair(pair)
      current = pair
      log.info('A new certificate is in use', { cert: files.cert })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message === told) return
      told = message
      log.error('The new certificate cannot be used; the old one stays in use', { error })
    }
  }
  const lookSoon = (): void => {
    clearTimeout(settling)
    settling = setTimeout(look, settleMs)
    settling.unref()
  }

  // The folders, not the files: a renewal replaces a file, or the symbolic link on the way to it, and a watch on the
  // old one would see nothing of the new.
  const watchers = [...new Set([dirname(files.cert), dirname(files.key)])].flatMap((folder): FSWatcher[] => {
    try {
      const watcher = watch(folder, { persistent: false }, lookSoon)
      watcher.on('error', (error) => log.debug('A folder cannot be watched', { folder, error }))
      return [watcher]
    } catch (error) {
      log.debug('A folder cannot be watched', { folder, error })
      return []
    }
  })
  const timer = setInterval(look, lookEvery)
  timer.unref()

  return () => {
    clearTimeout(settling)
    clearInterval(timer)
    for (const watcher of watchers) watcher.close()
  }
}

function readPem(path: string, what: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(`The ${what} ${path} cannot be read (${code}).`, { cause: error })
  }
  if (!text.includes('-----BEGIN ')) throw new Error(`The ${what} ${path} is not a PEM file.`)
  return text
}
