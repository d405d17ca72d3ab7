// The languages that code can be in, with the names people know them by. How each is coloured
// is in grammars.ts.

interface Language {
  /** As it is stored in the document. */
  readonly id: string
  /** A proper name: the same in every language of the interface. */
  readonly name: string
  /** Other names that stand behind the three backticks. */
  readonly aliases?: readonly string[]
}

export const languages: readonly Language[] = [
  { id: 'bash', name: 'Bash', aliases: ['sh', 'zsh', 'shell', 'console'] },
  { id: 'c', name: 'C', aliases: ['h'] },
  { id: 'cpp', name: 'C++', aliases: ['c++', 'cc', 'hpp'] },
  { id: 'csharp', name: 'C#', aliases: ['cs', 'c#'] },
  { id: 'clojure', name: 'Clojure', aliases: ['clj'] },
  { id: 'css', name: 'CSS' },
  { id: 'dart', name: 'Dart' },
  { id: 'diff', name: 'Diff', aliases: ['patch'] },
  { id: 'dockerfile', name: 'Dockerfile', aliases: ['docker'] },
  { id: 'elixir', name: 'Elixir', aliases: ['ex', 'exs'] },
  { id: 'erlang', name: 'Erlang', aliases: ['erl'] },
  { id: 'go', name: 'Go', aliases: ['golang'] },
  { id: 'graphql', name: 'GraphQL', aliases: ['gql'] },
  { id: 'haskell', name: 'Haskell', aliases: ['hs'] },
  { id: 'html', name: 'HTML', aliases: ['xml', 'svg', 'xhtml', 'vue'] },
  { id: 'http', name: 'HTTP' },
  { id: 'ini', name: 'INI, TOML', aliases: ['toml'] },
  { id: 'java', name: 'Java' },
  { id: 'javascript', name: 'JavaScript', aliases: ['js', 'jsx', 'mjs', 'cjs'] },
  { id: 'json', name: 'JSON', aliases: ['json5', 'jsonc'] },
  { id: 'julia', name: 'Julia', aliases: ['jl'] },
  { id: 'kotlin', name: 'Kotlin', aliases: ['kt', 'kts'] },
  { id: 'latex', name: 'LaTeX', aliases: ['tex'] },
  { id: 'lua', name: 'Lua' },
  { id: 'makefile', name: 'Makefile', aliases: ['make', 'mk'] },
  { id: 'markdown', name: 'Markdown', aliases: ['md'] },
  { id: 'nginx', name: 'nginx' },
  { id: 'nix', name: 'Nix' },
  { id: 'objectivec', name: 'Objective-C', aliases: ['objc', 'mm'] },
  { id: 'perl', name: 'Perl', aliases: ['pl'] },
  { id: 'php', name: 'PHP' },
  { id: 'powershell', name: 'PowerShell', aliases: ['ps1', 'pwsh'] },
  { id: 'protobuf', name: 'Protocol Buffers', aliases: ['proto'] },
  { id: 'python', name: 'Python', aliases: ['py'] },
  { id: 'r', name: 'R' },
  { id: 'ruby', name: 'Ruby', aliases: ['rb'] },
  { id: 'rust', name: 'Rust', aliases: ['rs'] },
  { id: 'scala', name: 'Scala' },
  { id: 'scss', name: 'SCSS', aliases: ['sass'] },
  { id: 'sql', name: 'SQL', aliases: ['postgres', 'postgresql', 'mysql', 'sqlite'] },
  { id: 'swift', name: 'Swift' },
  { id: 'typescript', name: 'TypeScript', aliases: ['ts', 'tsx', 'mts', 'cts'] },
  { id: 'yaml', name: 'YAML', aliases: ['yml'] },
]

/** By what is stored: `ts` is TypeScript. Undefined when no grammar is known; the code is shown as it is then. */
export function findLanguage(stored: string): Language | undefined {
  const name = stored.toLowerCase()
  return languages.find(({ id, aliases }) => id === name || aliases?.includes(name) === true)
}
