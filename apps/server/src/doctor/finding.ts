// What one look at the machine found.

export interface Finding {
  readonly name: string
  /** warning: it works, and somebody should know. failed: it does not, or will not for long. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** A sentence: what was found, and what to do when it is not well. */
  readonly detail: string
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail })
export const warning = (name: string, detail: string): Finding => ({ name, state: 'warning', detail })
export const failed = (name: string, detail: string): Finding => ({ name, state: 'failed', detail })

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
