// How long property tests run: short in the suite, and with a bigger number from the environment in a long run.

const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process

export function runsFor(variable: string, usual: number): number {
  return Number(env[variable] ?? usual)
}
