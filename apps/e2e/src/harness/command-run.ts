// Runs the commands of our pages as they stand there. `npm start` and `npx pnpm@12 …` become the script of package.json
// that they name, on this very Node; folders and ports of the page become the test's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCommand, root } from './markdown-examples.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const startDeadlineMs = 60_000

export interface CommandRunOptions {
  /** Paths of the page and what stands for them here: `/var/lib/stet`. */
  readonly paths: Readonly<Record<string, string>>
  /** Values of `$NAME`, also given to what is run. */
  readonly variables?: Readonly<Record<string, string>>
}

export interface Ran {
  readonly code: unknown
  readonly output: string
}

/** The program and arguments that a line means; undefined when it is none of ours. */
function programOf(words: readonly string[]): readonly string[] | undefined {
  const [first, second, third = '', ...rest] = words
  if (first === 'npm' && second === 'start') return [...scriptOf('start'), ...(third === '--' ? rest : [])]
  if (first === 'npx' && second === 'pnpm@12') return [...scriptOf(third), ...rest]
  return undefined
}

function scriptOf(name: string): readonly string[] {
  const [node, file, ...rest] = (scripts[name] ?? '').split(' ')
  if (node !== 'node' || file === undefined)
    throw new Error(`package.json has no script ${name} that Node runs.`)
  return [join(root, file), ...rest]
}

function prepare(line: string, { paths, variables = {} }: CommandRunOptions) {
  const { env, words } = readCommand(line, variables)
  const args = programOf(words)
  if (args === undefined) throw new Error(`No test knows how to run: ${line}`)
  const here = (text: string): string =>
    Object.entries(paths).reduce((so, [path, real]) => so.replaceAll(path, real), text)
  // What an operator has set on this machine is not part of the page.
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:STET_|PORT$|HOST$|NODE_ENV$)/.test(name)),
  )
  return { args: args.map(here), env: { ...clean, ...variables, ...env } }
}

/** Runs a command to its end. */
export async function runToEnd(line: string, options: CommandRunOptions): Promise<Ran> {
  const { args, env } = prepare(line, options)
  const child = spawn(process.execPath, args, { cwd: root, env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [unknown]
  return { code, output }
}

export interface Serving {
  /** The first address it printed. */
  readonly url: string
  output(): string
  /** SIGTERM, and its exit code. */
  stop(): Promise<unknown>
}

/** Starts a command that serves, on ports that nobody uses and this machine's address. */
export async function startServing(line: string, options: CommandRunOptions): Promise<Serving> {
  const { args, env } = prepare(line, options)
  const local = args.map((word, index) => {
    if (args[index - 1] === '--port') return '0'
    return args[index - 1] === '--host' ? '127.0.0.1' : word
  })
  const child = spawn(process.execPath, local, { cwd: root, env: { PORT: '0', ...env } })
  const exited = once(child, 'exit') as Promise<[unknown]>
  let output = ''
  let deadline: NodeJS.Timeout | undefined
  const url = await new Promise<string>((resolve, reject) => {
    deadline = setTimeout(() => reject(new Error(`No address was printed:\n${output}`)), startDeadlineMs)
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const [address] = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(output) ?? []
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void exited.then(([code]) => reject(new Error(`It ended with ${String(code)}:\n${output}`)))
  }).finally(() => clearTimeout(deadline))
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      return code
    },
  }
}
