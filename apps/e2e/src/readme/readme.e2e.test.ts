// The README is true: every command in it is run here or is what runs this, its TypeScript compiles, its links lead
// somewhere, and the stock client of its example saves on the server its command started.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { codeOf, commandsOf, linksOf, root, typeCheck } from '../harness/markdown-examples.ts'
import { temporaryFolder } from '../harness/stet-process.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** How each command is shown to work. A command that is not listed fails the first test. */
const proofs: Record<
  string,
  'started below' | 'runs this test' | 'a script with the code of a test' | 'run by CI'
> = {
  'npm start': 'started below',
  'PORT=8123 STET_DATA=/var/lib/stet npm start': 'started below',
  'npm start -- --port 8123 --host 127.0.0.1 --data /var/lib/stet': 'started below',
  'npm test': 'runs this test',
  'npx pnpm@12 check': 'run by CI',
  'npx pnpm@12 dev': 'started below',
  'npx pnpm@12 test:kill --kills 1000': 'a script with the code of a test',
  'npx pnpm@12 test:sim --seeds 20000': 'a script with the code of a test',
}

test('every command of the README is one that a test runs', () => {
  const commands = commandsOf(readme)
  expect(commands.toSorted()).toEqual(Object.keys(proofs).toSorted())
  const ci = readFileSync(join(root, '.ci/run'), 'utf8')
  expect(ci).toContain('npm test')
  for (const step of (manifest.scripts['check'] ?? '').split(' && ')) {
    const name = step.replace('pnpm ', '')
    expect(name === 'test' || ci.includes(name), `CI runs ${name}`).toBe(true)
  }
  for (const script of ['test:kill', 'test:sim', 'dev']) {
    const file = (manifest.scripts[script] ?? '').replace('node ', '')
    expect(existsSync(join(root, file)), `${script} runs ${file}`).toBe(true)
  }
})

test('every file that the README names exists', () => {
  const targets = linksOf(readme)
  expect(targets.length).toBeGreaterThan(5)
  expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([])
})

test('the TypeScript of the README compiles', () => {
  const examples = codeOf(readme, 'ts').map((code, index) => [`example-${index}.ts`, code] as const)
  expect(examples.length).toBeGreaterThan(1)
  expect(typeCheck('readme', new Map(examples))).toBe('')
})

test('npm start serves at the port and on the data that its environment or its flags name', async () => {
  const byEnvironment = temporaryFolder('readme')
  const byFlags = temporaryFolder('readme')
  const environment = { PORT: String(await freePort()), STET_DATA: byEnvironment.path }
  await serves(['npm', 'start'], environment, Number(environment.PORT))
  expect(existsSync(join(byEnvironment.path, 'stet.sqlite'))).toBe(true)

  const port = await freePort()
  const flags = ['--port', String(port), '--host', '127.0.0.1', '--data', byFlags.path]
  await serves(['npm', 'start', '--', ...flags], {}, port)
  expect(existsSync(join(byFlags.path, 'stet.sqlite'))).toBe(true)
  byEnvironment.remove()
  byFlags.remove()
})

test('dev serves the site with hot reload in front of the API', async () => {
  const data = temporaryFolder('dev')
  const port = await freePort()
  const environment = { PORT: String(port), STET_DATA: data.path }
  const output = await serves(['npm', 'run', 'dev'], environment, port, /Local:\s+\S*?(http:\/\/\S+?)\/?\s/)
  expect(output).toContain('http')
  data.remove()
})

/** Starts the command, waits until it serves, asks for its health, ends it with SIGTERM, and waits for its end. */
async function serves(
  [program = '', ...args]: readonly string[],
  environment: Record<string, string>,
  port: number,
  alsoSays?: RegExp,
): Promise<string> {
  const { PORT: _port, HOST: _host, STET_DATA: _data, NODE_ENV: _mode, ...clean } = process.env
  const child = spawn(program, args, { cwd: root, env: { ...clean, ...environment }, detached: true })
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  try {
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const plain = stripVTControlCharacters(output)
        if (plain.includes(`:${port}`) && (alsoSays === undefined || alsoSays.test(plain))) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      void exited.then((code) => reject(new Error(`It ended with ${code}:\n${output}`)))
    })
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(health.status).toBe(200)
  } finally {
    // npm does not pass the signal to what it started in every version: the whole group gets it, as from a terminal.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await exited
  }
  return output
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
