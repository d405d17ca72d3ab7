// nginx and Caddy as an operator would run them, with the sample configurations of this repository. Debian's packages
// are installed when the machine is a Debian and we may; elsewhere there is a sentence that says why the test is left out.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'

export type ProxyName = 'nginx' | 'caddy'

const programs: Readonly<Record<ProxyName, { readonly path: string; readonly debian: string }>> = {
  nginx: { path: '/usr/sbin/nginx', debian: 'nginx-light' },
  caddy: { path: '/usr/bin/caddy', debian: 'caddy' },
}
const startDeadlineMs = 15_000

/** Installs what is missing, if it can be. Gives why not for those that are not there. */
export function findProxies(): ReadonlyMap<ProxyName, string> {
  const missing = (['nginx', 'caddy'] as const).filter((name) => !existsSync(programs[name].path))
  if (missing.length > 0 && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    process.stderr.write(`stet: installing Debian’s ${missing.join(' and ')} (once) …\n`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const aptGet = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2], env })
    aptGet('update')
    for (const name of missing) aptGet('install', '-y', '--no-install-recommends', programs[name].debian)
  }
  return new Map(
    missing
      .filter((name) => !existsSync(programs[name].path))
      .map((name) => [
        name,
        `${name} is not installed here (${programs[name].path}), and installing needs Debian and root.`,
      ]),
  )
}

export interface ProxyProcess {
  /** `https://127.0.0.1:<port>` */
  readonly url: string
  stop(): Promise<void>
}

export interface ProxyOptions {
  /** A folder for its files. */
  readonly folder: string
  /** Where Stet listens on 127.0.0.1. */
  readonly upstreamPort: number
}

/** Every replacement has to find its place: the sample that is tested is the sample that is published. */
function readSample(name: string, replacements: Readonly<Record<string, string>>): string {
  const path = fileURLToPath(new URL(`../../../server/deploy/${name}`, import.meta.url))
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of Object.entries(replacements)) {
    if (!text.includes(from)) throw new Error(`The sample ${name} has no ${JSON.stringify(from)} any more.`)
    text = text.replaceAll(from, to)
  }
  return text
}

const certificate = (part: 'cert' | 'key'): string =>
  fileURLToPath(
    new URL(`../../../../packages/server/src/testing/fixtures/tls/first.${part}.pem`, import.meta.url),
  )

export async function startNginx({ folder, upstreamPort }: ProxyOptions): Promise<ProxyProcess> {
  mkdirSync(folder, { recursive: true })
  const [port, plainPort] = [await freePort(), await freePort()]
  const site = readSample('nginx.conf', {
    'server 127.0.0.1:8080;': `server 127.0.0.1:${upstreamPort};`,
    'listen 80;': `listen 127.0.0.1:${plainPort};`,
    'listen 443 ssl http2;': `listen 127.0.0.1:${port} ssl http2;`,
    'server_name docs.example.com;': 'server_name localhost;',
    '/etc/letsencrypt/live/docs.example.com/fullchain.pem': certificate('cert'),
    '/etc/letsencrypt/live/docs.example.com/privkey.pem': certificate('key'),
    // Half the patience, so that the test takes half the time.
    'proxy_read_timeout 60s;': 'proxy_read_timeout 30s;',
    'proxy_send_timeout 60s;': 'proxy_send_timeout 30s;',
  })
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  ${paths.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  ${site}
}
`,
  )
  return run(programs.nginx.path, ['-p', folder, '-c', join(folder, 'nginx.conf')], { port, folder })
}

export async function startCaddy({ folder, upstreamPort }: ProxyOptions): Promise<ProxyProcess> {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const site = readSample('Caddyfile', {
    'docs.example.com {': `https://127.0.0.1:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate('cert')} ${certificate('key')}`,
    '127.0.0.1:8080\n}': `127.0.0.1:${upstreamPort}\n}`,
  })
  const options = `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n`
  writeFileSync(join(folder, 'Caddyfile'), `${options}${site}`)
  const args = ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
  return run(programs.caddy.path, args, { port, folder })
}

async function run(
  program: string,
  args: readonly string[],
  { port, folder }: { readonly port: number; readonly folder: string },
): Promise<ProxyProcess> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'exit')
  const state = { over: false }
  void exited.then(() => (state.over = true))
  const deadline = Date.now() + startDeadlineMs
  // A program of others: that it listens is seen from outside only.
  while (!(await answers(port))) {
    if (state.over || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${program} does not listen:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url: `https://127.0.0.1:${port}`,
    async stop() {
      if (!state.over) child.kill('SIGTERM')
      await exited
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
