import { expect, it } from 'vitest'
import { flagsOf, parseCommandLine } from './command-line.ts'
import { commands } from './commands/index.ts'
import { loadConfiguration } from './config/configuration.ts'
import { Mistake } from './mistake.ts'
import type { Configuration } from './config/configuration.ts'

const nowhere = '/nonexistent'

/** As main.ts does it, for a command that runs. */
function configure(args: readonly string[], env: Record<string, string> = {}): Configuration {
  const line = parseCommandLine(args, commands)
  if (line.kind !== 'run') throw new Error(`${args.join(' ')} does not run`)
  return loadConfiguration({ ...line.given, env, cwd: nowhere })
}

it('without flags and environment: port 8080 or the next free one, this machine only, ./data', () => {
  for (const args of [[], ['serve']]) {
    expect(configure(args)).toMatchObject({
      values: { port: 8080, host: '127.0.0.1', data: './data', logLevel: 'info', metrics: 'local' },
      sources: { port: { kind: 'default' } },
    })
  }
})

it('the environment sets what flags do not', () => {
  const env = { PORT: '8123', HOST: '0.0.0.0', STET_DATA: '/tmp/x' }
  expect(configure([], env)).toMatchObject({
    values: { port: 8123, host: '0.0.0.0', data: '/tmp/x' },
    sources: { port: { kind: 'environment', name: 'PORT' } },
  })
  expect(
    configure(['serve', '--port=0', '--host', '::1', '--data', './there', '--web-root', 'dist'], env),
  ).toMatchObject({
    values: { port: 0, host: '::1', data: './there', webRoot: 'dist' },
    sources: { port: { kind: 'flag', name: '--port' } },
  })
})

it('an empty variable is not set', () => {
  expect(configure([], { PORT: '', HOST: '', STET_DATA: '', STET_CONFIG: '' })).toMatchObject({
    values: { port: 8080, host: '127.0.0.1', data: './data' },
    sources: { port: { kind: 'default' } },
  })
})

it('the web app is found beside the program, wherever it is started', () => {
  expect(configure([]).values.webRoot).toMatch(/\/apps\/web\/dist$/u)
})

it('help and version win over everything else', () => {
  expect(parseCommandLine(['serve', '--port', 'x', '--help'], commands)).toMatchObject({
    kind: 'help',
    command: { name: 'serve' },
  })
  expect(parseCommandLine(['-h'], commands)).toEqual({ kind: 'help', command: undefined })
  expect(parseCommandLine(['--version'], commands)).toEqual({ kind: 'version' })
})

it('no two flags of a command have the same name, and a name means one thing in all commands', () => {
  const arguments_ = new Map<string, string>()
  for (const command of commands) {
    const flags = flagsOf(command)
    expect(new Set(flags.map(({ name }) => name)).size).toBe(flags.length)
    for (const { name, argument } of flags) {
      expect([argument, undefined], `--${name} of ${command.name}`).toContain(arguments_.get(name))
      arguments_.set(name, argument)
    }
  }
})

it.each([
  [['--port', 'abc'], {}, '--port must be a number from 0 to 65535 (0: any free port), not "abc".'],
  [['--port', '65536'], {}, '--port must be a number from 0 to 65535'],
  [['--port', '80.5'], {}, 'not "80.5"'],
  [['--port', '0x50'], {}, 'not "0x50"'],
  [['--port=-1'], {}, 'not "-1"'],
  [['--port', ' 80'], {}, 'not " 80"'],
  [['--port'], {}, 'The flag --port needs a value, as in: --port 8080'],
  [['--port', '--host', 'x'], {}, 'The flag --port needs a value'],
  [['--port='], {}, 'The flag --port needs a value'],
  [['--port', '1', '--port', '2'], {}, 'The flag --port is given twice.'],
  [[], { PORT: 'http' }, 'PORT must be a number from 0 to 65535 (0: any free port), not "http".'],
  [['--host', 'localhost:8080'], {}, '--host must be a name or an address such as 127.0.0.1'],
  [['--host', 'http://x'], {}, 'not "http://x"'],
  [[], { HOST: 'a b' }, 'HOST must be a name or an address'],
  [['--data', 'a\0b'], {}, '--data must be the path of a folder'],
  [['--log-level', 'loud'], {}, '--log-level must be one of error, info, debug, not "loud".'],
  [['--tls-cert', 'a.pem'], {}, '--tls-cert and --tls-key belong together'],
  [['--allowed-origins', 'https://a.example/'], {}, '--allowed-origins must be origins such as'],
  [['--json=yes'], {}, 'The flag --json takes no value.'],
  [['--config', 'missing.json'], {}, 'There is no configuration file /nonexistent/missing.json.'],
  [['--prot', '80'], {}, 'The flag --prot is not known to "serve". Did you mean --port?'],
  [['-x'], {}, 'The flag -x is not known to "serve". Known are --port, --host,'],
  [['serv'], {}, 'The command "serv" is not known. Did you mean "serve"?'],
  [['flourish'], {}, 'The command "flourish" is not known. Known are serve, '],
  [['serve', '8080'], {}, '"8080" after "serve" is not understood.'],
])('%j with %j is a mistake, said in a sentence', (args, env, message) => {
  expect(() => configure(args, env)).toThrow(Mistake)
  expect(() => configure(args, env)).toThrow(message)
})
