// The program's surroundings: its runtime, its parts, its limits, its clock.
import { readFileSync } from 'node:fs'
import { findYjsCopies } from '@stet/server'
import { failed, ok, reasonOf, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const oldestNode = 24
/** Each person is one open file, and so is every file of a page that is just being sent. */
const wantedFiles = 4096
/** This version was made after it. */
const earliest = Date.UTC(2026, 0, 1)

export function lookAtRuntime(versions: NodeJS.ProcessVersions = process.versions): Finding {
  const { node, sqlite } = versions
  return Number.parseInt(node, 10) >= oldestNode
    ? ok('node', `Node ${node}, SQLite ${sqlite ?? 'unknown'}.`)
    : failed('node', `Node ${node} is too old: version ${oldestNode} or newer is needed.`)
}

export function lookAtYjs(find: () => readonly string[] = findYjsCopies): Finding {
  try {
    const copies = find()
    return copies.length === 1
      ? ok('yjs', `One copy, in ${copies[0]}.`)
      : failed(
          'yjs',
          `There are ${copies.length} copies, and documents of one are none to another: ${copies.join(', ')}. Install the dependencies again.`,
        )
  } catch (error) {
    return failed('yjs', `It cannot be loaded: ${reasonOf(error)}. Install the dependencies.`)
  }
}

export function lookAtOpenFiles(limits = readLimits()): Finding {
  const [, text] = /^Max open files\s+(\S+)/mu.exec(limits ?? '') ?? []
  if (text === undefined) return ok('open files', 'This system does not say how many are allowed.')
  const allowed = text === 'unlimited' ? Infinity : Number(text)
  return allowed >= wantedFiles
    ? ok('open files', `${text} are allowed.`)
    : warning(
        'open files',
        `Only ${text} are allowed, and each person takes one: raise the limit (ulimit -n) to ${wantedFiles}.`,
      )
}

/** `newest`: when something was last written here, in milliseconds since the epoch, if ever. */
export function lookAtClock(now: number, newest: number | undefined): Finding {
  if (now < earliest) {
    return failed('clock', `It says ${new Date(now).toISOString()}, which is in the past: set it.`)
  }
  if (newest !== undefined && newest > now + 60_000) {
    return failed(
      'clock',
      `It says ${new Date(now).toISOString()}, but the data was changed ${new Date(newest).toISOString()}: set it.`,
    )
  }
  return ok('clock', `${new Date(now).toISOString()}.`)
}

function readLimits(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return undefined
  }
}
