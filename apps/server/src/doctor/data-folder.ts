// The folder of the data: may we write there, is there room, and does the disk keep what it says it has written?
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { failed, ok, reasonOf, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const MiB = 1024 * 1024
/** Below this a large import, or a compaction, may fill the disk. */
const comfortable = 1024 * MiB
const necessary = 64 * MiB

const rounds = 20
/** Milliseconds. Slower, and people see "Saving" for long. */
const slowSync = 100
/** No device stores faster than this; only memory does. */
const impossiblyFast = 0.01

/** File systems by the number that the system gives for them. */
const fileSystems: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0xff_53_4d_42: 'CIFS',
  0xfe_53_4d_42: 'SMB2',
  0x01_02_19_94: 'tmpfs',
  0x85_84_58_f6: 'ramfs',
}

export function lookAtFolder(folder: string): Finding {
  const name = 'data folder'
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const probe = join(folder, `.stet-doctor-${process.pid}`)
    closeSync(openSync(probe, 'wx'))
    rmSync(probe)
  } catch (error) {
    return failed(
      name,
      `${folder} cannot be written to (${reasonOf(error)}). Choose another with --data, or change its permissions.`,
    )
  }
  const mode = statSync(folder).mode & 0o777
  return (mode & 0o006) === 0 || process.platform === 'win32'
    ? ok(name, `${folder} can be written to.`)
    : warning(
        name,
        `${folder} can be ${mode & 0o002 ? 'changed' : 'read'} by every user of this machine (mode ${mode.toString(8)}): chmod 700 it.`,
      )
}

export function lookAtSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const text = `${Math.floor(free / MiB).toLocaleString('en')} MiB are free.`
  if (free < necessary) return failed('disk space', `${text} Saving will stop soon: make room.`)
  return free < comfortable ? warning('disk space', `${text} Make room.`) : ok('disk space', text)
}

/** The pure part: from the kind of file system and the times of single writes. */
export function judgeDisk(type: number, times: readonly number[]): Finding {
  const name = 'disk'
  const sorted = [...times].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const worst = sorted.at(-1) ?? 0
  const text = `A write is on stable storage after ${show(median)} (worst of ${times.length}: ${show(worst)})`
  const kind = fileSystems[type]
  if (kind === 'tmpfs' || kind === 'ramfs') {
    return failed(name, `The data folder is in memory (${kind}): everything is gone at the next start.`)
  }
  if (kind !== undefined) {
    return failed(
      name,
      `The data folder is on a network file system (${kind}), which SQLite cannot work on safely: use a local disk.`,
    )
  }
  if (median < impossiblyFast) {
    return warning(name, `${text}, faster than any disk: its writes are not kept when the power fails.`)
  }
  return median > slowSync
    ? warning(name, `${text}, which is slow: people will wait for "Saved".`)
    : ok(name, `${text}.`)
}

/** Writes and syncs for real. */
export function lookAtDisk(folder: string): Finding {
  const probe = join(folder, `.stet-doctor-sync-${process.pid}`)
  const file = openSync(probe, 'wx')
  try {
    const page = new Uint8Array(4096).fill(1)
    const times = Array.from({ length: rounds }, () => {
      const start = performance.now()
      writeSync(file, page)
      fsyncSync(file)
      return performance.now() - start
    })
    return judgeDisk(statfsSync(folder).type, times)
  } finally {
    closeSync(file)
    rmSync(probe)
  }
}

function show(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`
}
