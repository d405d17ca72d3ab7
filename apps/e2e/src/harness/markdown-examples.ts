// Code in Markdown is true when it runs: finds the blocks of a page, type-checks its TypeScript as a reader's project would,
// and reads its commands as a shell would.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../..', import.meta.url))

export interface CodeBlock {
  /** All that follows the fence: `ts`, `sh`, `json webhook`. */
  readonly info: string
  readonly code: string
}

export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^(`{3,})([^\n`]*)\n(.*?)^\1$/gms)].map(([, , info = '', code = '']) => ({
    info: info.trim(),
    code,
  }))
}

/** The blocks with exactly this after their fence. */
export function codeOf(markdown: string, info: string): string[] {
  return codeBlocks(markdown)
    .filter((block) => block.info === info)
    .map(({ code }) => code)
}

/** The commands of the `sh` blocks, one a line. */
export function commandsOf(markdown: string): string[] {
  return codeOf(markdown, 'sh').flatMap((block) => block.trim().split('\n'))
}

/** Targets of links, without those to other sites. */
export function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^(`{3,})[^\n`]*\n.*?^\1$/gms, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
}

/**
 * Compiles all examples in one go, inside apps/examples, where packages are found as in a reader's project. Gives the
 * compiler's output: '' when all is well. The names of the examples are those of the files in it.
 */
export function typeCheck(name: string, examples: ReadonlyMap<string, string>): string {
  const folder = join(root, 'apps/examples/node_modules/.cache', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [file, code] of examples) writeFileSync(join(folder, file), `${code}\nexport {}\n`)
  writeFileSync(join(folder, 'css.d.ts'), `declare module '*.css'\n`)
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    jsx: 'react-jsx',
    allowImportingTsExtensions: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout
}

export interface ShellCommand {
  readonly env: Readonly<Record<string, string>>
  readonly words: readonly string[]
}

/** Words, quotes, variables and assignments before the program: what our pages use of a shell, and no more. */
export function readCommand(line: string, variables: Readonly<Record<string, string>> = {}): ShellCommand {
  const words = [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'|\$(\w+)/g, (_, double?: string, single?: string, name?: string) =>
      name === undefined ? (single ?? expand(double ?? '', variables)) : (variables[name] ?? ''),
    ),
  )
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const env = Object.fromEntries(
    words.slice(0, start).map((word) => {
      const at = word.indexOf('=')
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
  return { env, words: words.slice(start) }
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '')
}
