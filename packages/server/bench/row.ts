// One line of the results: what was measured, for each server, and what it should be.
import { serverNames } from './servers/start.ts'
import type { ServerName } from './servers/start.ts'

/**
 * What stands beside the servers: a relay that writes to the disk before it sends, one that asks and answers as a sync
 * server does but knows nothing, and what this machine's disk allows without any server.
 */
export const columns = [...serverNames, 'storing relay', 'answering relay', 'bare SQLite'] as const
export type Column = (typeof columns)[number]

export interface Row {
  readonly scenario: string
  readonly measure: string
  readonly unit: string
  readonly values: Partial<Record<Column, number>>
  readonly goal?: Goal | undefined
  /** What spoils this line, if something does. */
  readonly doubt?: string | undefined
}

export type Goal =
  | { readonly kind: 'ratio-at-least' | 'ratio-at-most'; readonly to: ServerName; readonly ratio: number }
  | { readonly kind: 'at-most'; readonly value: number }

/** Whether the goal is met; undefined when there is none, or a number is missing. */
export function isMet({ goal, values }: Row): boolean | undefined {
  const { stet } = values
  if (goal === undefined || stet === undefined) return undefined
  if (goal.kind === 'at-most') return stet <= goal.value
  const other = values[goal.to]
  if (other === undefined) return undefined
  return goal.kind === 'ratio-at-least' ? stet >= other * goal.ratio : stet <= other * goal.ratio
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0]
  return (low + high) / 2
}
