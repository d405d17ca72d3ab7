import { expect, it } from 'vitest'
import { parseCommand } from './options.ts'

const parse = (args: readonly string[], env: Record<string, string> = {}) => parseCommand({ args, env })

it('without flags and environment: port 8080 or the next free one, this machine only, ./data', () => {
  for (const args of [[], ['serve']]) {
    expect(parse(args)).toMatchObject({
      kind: 'serve',
      config: { port: 8080, portIsFixed: false, host: '127.0.0.1', data: 'data' },
    })
  }
})

it('the environment sets what flags do not', () => {
  const env = { PORT: '8123', HOST: '0.0.0.0', STET_DATA: '/tmp/x' }
  expect(parse([], env)).toMatchObject({
    config: { port: 8123, portIsFixed: true, host: '0.0.0.0', data: '/tmp/x' },
  })
  expect(
    parse(['serve', '--port=0', '--host', '::1', '--data', './there', '--web-root', 'dist'], env),
  ).toMatchObject({
    config: { port: 0, portIsFixed: true, host: '::1', data: './there', webRoot: 'dist' },
  })
})

it('an empty variable is not set', () => {
  expect(parse([], { PORT: '', HOST: '', STET_DATA: '' })).toMatchObject({
    config: { port: 8080, portIsFixed: false, host: '127.0.0.1', data: 'data' },
  })
})

it('the web app is found beside the program, wherever it is started', () => {
  const command = parse([])
  expect(command.kind === 'serve' && command.config.webRoot).toMatch(/\/apps\/web\/dist$/u)
})

it('help and version win over everything else', () => {
  expect(parse(['serve', '--port', 'x', '--help'])).toEqual({ kind: 'help' })
  expect(parse(['-h'])).toEqual({ kind: 'help' })
  expect(parse(['--version'])).toEqual({ kind: 'version' })
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
  [
    ['--prot', '80'],
    {},
    'The flag --prot is not known. Known are --port, --host, --data, --web-root, --help, --version.',
  ],
  [['-x'], {}, 'The flag -x is not known.'],
  [['start'], {}, 'The command "start" is not known. Known is "serve".'],
  [['serve', '8080'], {}, '"8080" after "serve" is not understood.'],
])('%j with %j is a mistake, said in a sentence', (args, env, message) => {
  const command = parse(args, env)
  expect(command.kind).toBe('mistake')
  expect(command.kind === 'mistake' && command.message).toContain(message)
})
