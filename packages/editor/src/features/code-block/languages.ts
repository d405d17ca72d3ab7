// The languages that code can be in, with the names people know them by. Each grammar is a file of its own, loaded when a
// document first shows code in that language.
import type { LanguageFn } from 'highlight.js'

interface Language {
  /** As it is stored in the document. */
  readonly id: string
  /** A proper name: the same in every language of the interface. */
  readonly name: string
  /** Other names that stand behind the three backticks. */
  readonly aliases?: readonly string[]
  readonly load: () => Promise<{ readonly default: LanguageFn }>
}

export const languages: readonly Language[] = [
  {
    id: 'bash',
    name: 'Bash',
    aliases: ['sh', 'zsh', 'shell', 'console'],
    load: () => import('highlight.js/lib/languages/bash'),
  },
  { id: 'c', name: 'C', aliases: ['h'], load: () => import('highlight.js/lib/languages/c') },
  {
    id: 'cpp',
    name: 'C++',
    aliases: ['c++', 'cc', 'hpp'],
    load: () => import('highlight.js/lib/languages/cpp'),
  },
  {
    id: 'csharp',
    name: 'C#',
    aliases: ['cs', 'c#'],
    load: () => import('highlight.js/lib/languages/csharp'),
  },
  {
    id: 'clojure',
    name: 'Clojure',
    aliases: ['clj'],
    load: () => import('highlight.js/lib/languages/clojure'),
  },
  { id: 'css', name: 'CSS', load: () => import('highlight.js/lib/languages/css') },
  { id: 'dart', name: 'Dart', load: () => import('highlight.js/lib/languages/dart') },
  { id: 'diff', name: 'Diff', aliases: ['patch'], load: () => import('highlight.js/lib/languages/diff') },
  {
    id: 'dockerfile',
    name: 'Dockerfile',
    aliases: ['docker'],
    load: () => import('highlight.js/lib/languages/dockerfile'),
  },
  {
    id: 'elixir',
    name: 'Elixir',
    aliases: ['ex', 'exs'],
    load: () => import('highlight.js/lib/languages/elixir'),
  },
  { id: 'erlang', name: 'Erlang', aliases: ['erl'], load: () => import('highlight.js/lib/languages/erlang') },
  { id: 'go', name: 'Go', aliases: ['golang'], load: () => import('highlight.js/lib/languages/go') },
  {
    id: 'graphql',
    name: 'GraphQL',
    aliases: ['gql'],
    load: () => import('highlight.js/lib/languages/graphql'),
  },
  {
    id: 'haskell',
    name: 'Haskell',
    aliases: ['hs'],
    load: () => import('highlight.js/lib/languages/haskell'),
  },
  {
    id: 'html',
    name: 'HTML',
    aliases: ['xml', 'svg', 'xhtml', 'vue'],
    load: () => import('highlight.js/lib/languages/xml'),
  },
  { id: 'http', name: 'HTTP', load: () => import('highlight.js/lib/languages/http') },
  { id: 'ini', name: 'INI, TOML', aliases: ['toml'], load: () => import('highlight.js/lib/languages/ini') },
  { id: 'java', name: 'Java', load: () => import('highlight.js/lib/languages/java') },
  {
    id: 'javascript',
    name: 'JavaScript',
    aliases: ['js', 'jsx', 'mjs', 'cjs'],
    load: () => import('highlight.js/lib/languages/javascript'),
  },
  {
    id: 'json',
    name: 'JSON',
    aliases: ['json5', 'jsonc'],
    load: () => import('highlight.js/lib/languages/json'),
  },
  { id: 'julia', name: 'Julia', aliases: ['jl'], load: () => import('highlight.js/lib/languages/julia') },
  {
    id: 'kotlin',
    name: 'Kotlin',
    aliases: ['kt', 'kts'],
    load: () => import('highlight.js/lib/languages/kotlin'),
  },
  { id: 'latex', name: 'LaTeX', aliases: ['tex'], load: () => import('highlight.js/lib/languages/latex') },
  { id: 'lua', name: 'Lua', load: () => import('highlight.js/lib/languages/lua') },
  {
    id: 'makefile',
    name: 'Makefile',
    aliases: ['make', 'mk'],
    load: () => import('highlight.js/lib/languages/makefile'),
  },
  {
    id: 'markdown',
    name: 'Markdown',
    aliases: ['md'],
    load: () => import('highlight.js/lib/languages/markdown'),
  },
  { id: 'nginx', name: 'nginx', load: () => import('highlight.js/lib/languages/nginx') },
  { id: 'nix', name: 'Nix', load: () => import('highlight.js/lib/languages/nix') },
  {
    id: 'objectivec',
    name: 'Objective-C',
    aliases: ['objc', 'mm'],
    load: () => import('highlight.js/lib/languages/objectivec'),
  },
  { id: 'perl', name: 'Perl', aliases: ['pl'], load: () => import('highlight.js/lib/languages/perl') },
  { id: 'php', name: 'PHP', load: () => import('highlight.js/lib/languages/php') },
  {
    id: 'powershell',
    name: 'PowerShell',
    aliases: ['ps1', 'pwsh'],
    load: () => import('highlight.js/lib/languages/powershell'),
  },
  {
    id: 'protobuf',
    name: 'Protocol Buffers',
    aliases: ['proto'],
    load: () => import('highlight.js/lib/languages/protobuf'),
  },
  { id: 'python', name: 'Python', aliases: ['py'], load: () => import('highlight.js/lib/languages/python') },
  { id: 'r', name: 'R', load: () => import('highlight.js/lib/languages/r') },
  { id: 'ruby', name: 'Ruby', aliases: ['rb'], load: () => import('highlight.js/lib/languages/ruby') },
  { id: 'rust', name: 'Rust', aliases: ['rs'], load: () => import('highlight.js/lib/languages/rust') },
  { id: 'scala', name: 'Scala', load: () => import('highlight.js/lib/languages/scala') },
  { id: 'scss', name: 'SCSS', aliases: ['sass'], load: () => import('highlight.js/lib/languages/scss') },
  {
    id: 'sql',
    name: 'SQL',
    aliases: ['postgres', 'postgresql', 'mysql', 'sqlite'],
    load: () => import('highlight.js/lib/languages/sql'),
  },
  { id: 'swift', name: 'Swift', load: () => import('highlight.js/lib/languages/swift') },
  {
    id: 'typescript',
    name: 'TypeScript',
    aliases: ['ts', 'tsx', 'mts', 'cts'],
    load: () => import('highlight.js/lib/languages/typescript'),
  },
  { id: 'yaml', name: 'YAML', aliases: ['yml'], load: () => import('highlight.js/lib/languages/yaml') },
]

/** By what is stored: `ts` is TypeScript. Undefined when no grammar is known; the code is shown as it is then. */
export function findLanguage(stored: string): Language | undefined {
  const name = stored.toLowerCase()
  return languages.find(({ id, aliases }) => id === name || aliases?.includes(name) === true)
}
