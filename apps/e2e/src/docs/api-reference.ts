// The API reference: every export of every package, as its types and their comments say. Made with TypeScript's own API,
// so that what is written is what a program gets; `pnpm handbook` writes it, and a test compares.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Node } from 'typescript/unstable/ast'
import {
  isClassDeclaration,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isMappedTypeNode,
  isMethodDeclaration,
  isTypeAliasDeclaration,
  isTypeReferenceNode,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is'
import type { Checker, Project, Symbol } from 'typescript/unstable/sync'
import { API, SymbolFlags } from 'typescript/unstable/sync'
import { root } from '../harness/markdown-examples.ts'

interface Door {
  /** As it is imported: `@stet/editor`, `@stet/editor/words`. */
  readonly name: string
  readonly file: string
}

interface Package {
  readonly folder: string
  readonly description: string
  readonly doors: readonly Door[]
}

/** Doors that serve our own tests and site, and promise nothing. */
const ownDoors = new Set(['@stet/editor/pseudo'])

/** The pages of the reference by their names in `docs/api`. */
export function apiReference(): Map<string, string> {
  const packages = readPackages()
  const api = new API({ cwd: root })
  try {
    const configs = packages.map(({ folder }) => join(root, 'packages', folder, 'tsconfig.json'))
    const snapshot = api.updateSnapshot({ openProjects: configs })
    const pages = new Map([['README.md', indexPage(packages)]])
    for (const [index, entry] of packages.entries()) {
      const project = snapshot.getProject(configs[index] ?? '')
      if (project === undefined) throw new Error(`packages/${entry.folder} has no TypeScript project.`)
      pages.set(`${entry.folder}.md`, packagePage(project, entry))
    }
    return pages
  } finally {
    api.close()
  }
}

function readPackages(): Package[] {
  return readdirSync(join(root, 'packages')).map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as {
      readonly name: string
      readonly description: string
      readonly exports: Readonly<Record<string, unknown>>
    }
    const doors = Object.entries(manifest.exports).flatMap(([path, file]) => {
      const name = `${manifest.name}${path.slice(1)}`
      const isCode = typeof file === 'string' && /\.tsx?$/.test(file) && !ownDoors.has(name)
      return isCode ? [{ name, file: join(root, 'packages', folder, file) }] : []
    })
    return { folder, description: manifest.description, doors }
  })
}

function indexPage(packages: readonly Package[]): string {
  const rows = packages.flatMap(({ folder, description, doors }) =>
    doors.map(
      ({ name }, index) =>
        `| [\`${name}\`](${folder}.md#${slug(name)}) | ${index === 0 ? description : ''} |`,
    ),
  )
  return page('API reference', [
    'Every export of every package, made from the types and their comments. Data is read-only; times are milliseconds and ' +
      'sizes bytes, unless something else is said.',
    ['| Import | |', '| --- | --- |', ...rows].join('\n'),
  ])
}

function packagePage(project: Project, { folder, description, doors }: Package): string {
  const parts = doors.flatMap((door) => {
    const file = project.program.getSourceFile(door.file)
    const module = file && project.checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${door.file} is in no TypeScript project of its package.`)
    const exported = project.checker.getExportsOfModule(module).map((symbol) => readExport(project, symbol))
    exported.sort((a, b) => Number(a.isType) - Number(b.isType) || (a.name < b.name ? -1 : 1))
    return [`## \`${door.name}\``, ...exported.map(({ text }) => text)]
  })
  return page(`@stet/${folder}`, [`${description} [All packages](README.md)`, ...parts])
}

interface Export {
  readonly name: string
  readonly isType: boolean
  readonly text: string
}

function readExport(project: Project, symbol: Symbol): Export {
  const { checker } = project
  const target = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const declaration = target.declarations[0]?.resolve(project)
  if (declaration === undefined) throw new Error(`${symbol.name} is exported and declared nowhere.`)
  const comment = checker.getDocumentationCommentOfSymbol(target).trim()
  const code = declare({ checker, declaration, target, name: symbol.name })
  const text = [`### ${symbol.name}`, ...(comment === '' ? [] : [flow(comment)]), fence(code)].join('\n\n')
  return { name: symbol.name, isType: (target.flags & SymbolFlags.Value) === 0, text }
}

interface Declared {
  readonly checker: Checker
  readonly declaration: Node
  readonly target: Symbol
  readonly name: string
}

function declare({ checker, declaration, target, name }: Declared): string {
  if (isFunctionDeclaration(declaration)) return signature(declaration)
  if (isClassDeclaration(declaration)) return classOf(declaration)
  if (isVariableDeclaration(declaration)) {
    const type = checker.getTypeOfSymbol(target)
    return `const ${name}: ${type === undefined ? 'unknown' : checker.typeToString(type, declaration, 0)}`
  }
  if (isTypeAliasDeclaration(declaration)) {
    const type = checker.getDeclaredTypeOfSymbol(target)
    const members = checker.getPropertiesOfType(type).map((property) => {
      const of = checker.getTypeOfSymbol(property)
      return [property.name, of === undefined ? '' : checker.typeToString(of, declaration, 1)] as const
    })
    // A type that is computed of functions, such as the editor's commands: its reader wants to see them.
    const isComputed = isMappedTypeNode(declaration.type) || isTypeReferenceNode(declaration.type)
    if (isComputed && members.length > 0 && members.every(([, of]) => of.startsWith('('))) {
      const lines = members.map(([member, of]) => `  ${member}: ${of}`)
      // Parameters of a rest of parameters have no names of their own.
      return `type ${name} = {\n${lines.join('\n').replaceAll(/\boptions_\d/g, 'options')}\n}`
    }
  }
  return declaration.getText().replace(/^export /, '')
}

/** Without the body. */
function signature(node: Node & { readonly body?: Node | undefined }): string {
  const text = node.getText()
  const end = node.body === undefined ? text.length : text.length - node.body.getText().length
  return text
    .slice(0, end)
    .trim()
    .replace(/^export /, '')
    .replace(/^async /, '')
}

function classOf(node: Node & { readonly members: Iterable<Node> }): string {
  const members = [...node.members].flatMap((member) => {
    const text =
      isConstructorDeclaration(member) || isMethodDeclaration(member) ? signature(member) : member.getText()
    if (/^(?:static )?private |^#/.test(text)) return []
    return [`  ${text.replace(/^override /, '')}`]
  })
  const head = node.getText().split('{')[0] ?? ''
  return `${head.replace(/^export /, '').trim()} {\n${members.join('\n')}\n}`
}

/** Comments are broken to the width of code; a page is as wide as its reader's. */
function flow(comment: string): string {
  return comment.replaceAll(/([^\n])\n(?![\n\-*|])/g, '$1 ')
}

function fence(code: string): string {
  // Not `ts`: a declaration alone is no program, and the tests compile what is called one.
  return `\`\`\`typescript\n${code}\n\`\`\``
}

function page(title: string, parts: readonly string[]): string {
  return [`# ${title}`, ...parts].join('\n\n') + '\n'
}

/** The fragment that leads to a heading, as forges make it. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}
