// A process of its own, called like an object: servers and the load generator must not share a core's time, a heap or
// an event loop with each other or with what measures them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'

export type Calls = Record<string, (request: never) => unknown>

type Request<Call> = Call extends (request: infer R) => unknown ? R : never
type Result<Call> = Call extends (request: never) => infer R ? Awaited<R> : never

export interface Remote<Table> {
  call<Name extends keyof Table & string>(
    name: Name,
    request: Request<Table[Name]>,
  ): Promise<Result<Table[Name]>>
  stop(): Promise<void>
  /** As a loss of power to the process: nothing of its own runs any more. */
  kill(): Promise<void>
}

interface Question {
  readonly id: number
  readonly name: string
  readonly request: unknown
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly failure?: string
}

/** In the child: answers calls until the parent is gone. */
export function answerCalls(table: Calls): void {
  process.on('message', (question: Question) => {
    void answer(table, question).then((reply) => process.send?.(reply))
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ id: 0 })
}

async function answer(table: Calls, { id, name, request }: Question): Promise<Answer> {
  try {
    return { id, result: await table[name]?.(request as never) }
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Resolves when the child answers calls. */
export async function startRemote<Table>(
  file: URL,
  options: { readonly args?: readonly string[]; readonly execArgv?: readonly string[] } = {},
): Promise<Remote<Table>> {
  const child = fork(file, [...(options.args ?? [])], {
    execArgv: ['--expose-gc', ...(options.execArgv ?? [])],
    serialization: 'advanced',
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  let lastId = 0
  const failAll = (failure: string): void => {
    for (const [id, settle] of waiting) settle({ id, failure })
    waiting.clear()
  }
  const ready = new Promise<void>((resolve, reject) => {
    waiting.set(0, ({ failure }) => (failure === undefined ? resolve() : reject(new Error(failure))))
  })
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  child.on('exit', (code) => failAll(`${file.pathname} ended with code ${code}.`))
  await ready
  return {
    call: (name, request) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1)
        waiting.set(id, ({ result, failure }) => {
          if (failure === undefined) resolve(result as never)
          else reject(new Error(failure))
        })
        child.send({ id, name, request } satisfies Question)
      }),
    stop: () => stop(child),
    async kill() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  // A profile of Node's is written at a normal end only.
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await exited
  clearTimeout(timer)
}
