// The one place that knows which drivers a configuration means.
import { createServer, openSqliteStorage } from '@stet/server'
import { chooseAccess } from './choose-access.ts'
import { dataFileOf, uploadsFolderOf } from './data-file.ts'
import type { Configuration } from './config/configuration.ts'
import type { Logger, StetServer } from '@stet/server'

export interface Composed {
  readonly server: StetServer
  /** The file the documents are in. */
  readonly dataFile: string
}

const msPerDay = 24 * 60 * 60 * 1000
const bytesPerMiB = 1024 * 1024

/** How many ports are tried when the default one is taken. */
const portsToTry = 100

/** Rejects with an error whose message an operator can act on. */
export async function compose(configuration: Configuration, log: Logger): Promise<Composed> {
  const { values, sources } = configuration
  const { host, webRoot, tlsCert, tlsKey, allowedOrigins, metrics, metricsPort, drainSeconds } = values
  const { frameAncestors, trustedProxies, adminSecret, uploadLimit } = values
  const authorize = chooseAccess(values)
  const dataFile = dataFileOf(configuration)
  const sendAwayMs = drainSeconds * 1000
  // A port that was asked for is meant: another one will not do.
  const portIsFixed = sources.port.kind !== 'default'
  const lastPort = portIsFixed ? values.port : values.port + portsToTry - 1
  for (let port = values.port; ; port += 1) {
    // Opened anew for each attempt: a server closes its storage with itself, also when it cannot listen.
    const storage = await openSqliteStorage({ path: dataFile, log })
    try {
      const server = await createServer({
        storage,
        port,
        host,
        webRoot,
        log,
        authorize,
        allowedOrigins,
        frameAncestors,
        trustedProxies,
        adminSecret,
        metrics,
        metricsPort,
        compaction: { rows: values.compactRows, retentionMs: values.keepDays * msPerDay },
        uploads:
          uploadLimit === 0
            ? undefined
            : { folder: uploadsFolderOf(configuration), maxBytes: uploadLimit * bytesPerMiB },
        tls: tlsCert === undefined || tlsKey === undefined ? undefined : { cert: tlsCert, key: tlsKey },
        // Sending away may take half of it; by default the ten seconds that container engines give.
        limits: { sendAwayMs, shutdownMs: 2 * sendAwayMs + 4000 },
      })
      return { server, dataFile }
    } catch (error) {
      if (metricsPort !== undefined && portOf(error) === metricsPort) {
        throw new Error(`The metrics port ${metricsPort} is in use by another program.`, { cause: error })
      }
      if (codeOf(error) !== 'EADDRINUSE' || port >= lastPort) {
        throw explainListen(error, { host, portIsFixed, first: values.port, port })
      }
    }
  }
}

interface Attempt {
  readonly host: string
  readonly portIsFixed: boolean
  readonly first: number
  /** The last one tried. */
  readonly port: number
}

function explainListen(error: unknown, { host, portIsFixed, first, port }: Attempt): Error {
  const options = { cause: error }
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return portIsFixed
        ? new Error(`Port ${port} is in use by another program. Stop it, or choose another --port.`, options)
        : new Error(`The ports ${first} to ${port} are all in use. Choose one with --port.`, options)
    case 'EACCES':
      return new Error(`Port ${port} may not be used by this user. Choose a --port above 1023.`, options)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(
        `The host ${JSON.stringify(host)} is no address of this machine. Choose another --host.`,
        options,
      )
    default:
      return error instanceof Error ? error : new Error(String(error))
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** The port that a failed attempt to listen was about. */
function portOf(error: unknown): unknown {
  return codeOf(error) === 'EADDRINUSE' && error instanceof Error && 'port' in error ? error.port : undefined
}
