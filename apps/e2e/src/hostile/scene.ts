// Where attacks take place: the program `stet` with tokens, as an operator runs it; a document in which two honest people
// with stock clients write; and an attacker, who may write there as well, with nothing but a socket.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { stetSubprotocol, tokenSubprotocolPrefix } from '@stet/protocol'
import { mintToken } from '@stet/server'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'
import type { Role } from '@stet/protocol'

const secret = 'h4Kq9Tz2Lw7Xb5Nv8Rm3Yd6Pc1Jf0Gs_'

export interface GuardedStet extends StetProcess {
  readonly dataFile: string
  /** A token for this person, for all documents. */
  tokenFor(person: string, role?: Role): Promise<string>
  /** Resident memory of the process, in MiB. */
  memory(): number
  /** Ends it as an operator would, and deletes its data. */
  end(): Promise<void>
}

export async function startGuardedStet(args: readonly string[] = []): Promise<GuardedStet> {
  const data = temporaryFolder('hostile')
  const server = await startStet({ data: data.path, args, env: { STET_JWT_SECRET: secret } })
  return {
    ...server,
    dataFile: `${data.path}/stet.sqlite`,
    tokenFor(person, role = 'write') {
      const issuedAt = Date.now()
      // Longer than any long run.
      const expiresAt = issuedAt + 24 * 3_600_000
      const whose = { subject: person, name: `Name of ${person}`, documents: { '*': role } }
      return mintToken({ secret, issuer: 'stet', audience: 'stet', issuedAt, expiresAt, ...whose })
    },
    memory: () => residentMiB(server.pid),
    async end() {
      await server.stop('SIGTERM')
      data.remove()
    },
  }
}

export interface Honest {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly provider: WebsocketProvider
  leave(): void
}

/** A stock client of somebody with a token, synced and showing a name. */
export async function joinHonestly(server: GuardedStet, document: string, person: string): Promise<Honest> {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(server.syncUrl, document, doc, {
    // The types ask for a browser's class; ws has what y-websocket uses of it.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params: { token: await server.tokenFor(person) },
  })
  provider.awareness.setLocalStateField('user', { name: `Name of ${person}` })
  if (!provider.synced) await new Promise((resolve) => provider.once('sync', resolve))
  const leave = (): void => {
    provider.destroy()
    doc.destroy()
  }
  return { doc, text: doc.getText('text'), provider, leave }
}

/** Resolves when the condition holds, looked at on every change of these people's documents and presence. */
export async function untilAll(people: readonly Honest[], holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    if (holds()) resolve()
  }
  for (const { doc, provider } of people) {
    doc.on('update', look)
    provider.awareness.on('change', look)
  }
  look()
  await promise
  for (const { doc, provider } of people) {
    doc.off('update', look)
    provider.awareness.off('change', look)
  }
}

export interface Attacker {
  readonly socket: WebSocket
  /** Codes of the errors it was told. */
  readonly told: readonly string[]
  /** Binary frames that came back, their bytes, and how many of them asked for content. */
  readonly received: { frames: number; bytes: number; asked: number }
  /** The close code, once closed. */
  readonly closed: Promise<number>
  send(frame: Uint8Array | string): void
  /** Resolves when the server has read all that was sent before, or has closed the connection. */
  heard(): Promise<void>
  leave(): void
}

export interface AttackOptions {
  readonly document: string
  readonly person: string
  readonly role?: Role
  /** False: as a stock client, which is told nothing and closed instead. */
  readonly stet?: boolean
}

export async function attack(server: GuardedStet, options: AttackOptions): Promise<Attacker> {
  const { document, person, role = 'write', stet = true } = options
  const token = await server.tokenFor(person, role)
  const protocols = [`${tokenSubprotocolPrefix}${Buffer.from(token).toString('base64url')}`]
  const socket = stet
    ? new WebSocket(`${server.syncUrl}/${document}`, [stetSubprotocol, ...protocols])
    : new WebSocket(`${server.syncUrl}/${document}?token=${token}`)
  const told: string[] = []
  const received = { frames: 0, bytes: 0, asked: 0 }
  socket.on('error', () => {})
  const { promise: joined, resolve: onJoined } = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer, binary) => {
    if (binary) {
      received.frames += 1
      received.bytes += data.length
      // A sync step 1 of the server: "send me what I lack". The first comes to everybody who joins.
      if (data[0] === 0 && data[1] === 0) received.asked += 1
      onJoined()
    } else {
      const message = JSON.parse(data.toString()) as { readonly type: string; readonly code?: string }
      if (message.type === 'error' && message.code !== undefined) told.push(message.code)
    }
  })
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await joined
  return {
    socket,
    told,
    received,
    closed,
    send: (frame) => socket.send(frame),
    async heard() {
      if (socket.readyState !== WebSocket.OPEN) return
      // The first pong may overtake what the server says at the end of that turn; the second comes in a later one.
      for (const _ of [1, 2]) {
        const answered = new Promise((resolve) => socket.once('pong', resolve))
        if (socket.readyState === WebSocket.OPEN) socket.ping()
        await Promise.race([answered, closed])
      }
    },
    leave: () => socket.terminate(),
  }
}

/** Bytes on the network socket below a WebSocket, as ws itself would never write them. */
export function writeRaw({ socket }: Attacker, bytes: Uint8Array): void {
  const { _socket: raw } = socket as unknown as { readonly _socket: { write(bytes: Uint8Array): void } }
  raw.write(bytes)
}

function residentMiB(pid: number): number {
  if (process.platform === 'linux') {
    const [, kib] = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib) / 1024
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
