// What our packages cost a page, in kB compressed with gzip, beside the same by others: a view of ProseMirror on Yjs with
// y-prosemirror, without a toolbar, a schema or a connection: the least that text on Yjs can weigh.
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'

const stock = `
  import { EditorState } from 'prosemirror-state'
  import { EditorView } from 'prosemirror-view'
  import { Schema } from 'prosemirror-model'
  import { ySyncPlugin, yUndoPlugin, yCursorPlugin } from 'y-prosemirror'
  import { Awareness } from 'y-protocols/awareness'
  import { Doc } from 'yjs'
  globalThis.used = [EditorState, EditorView, Schema, ySyncPlugin, yUndoPlugin, yCursorPlugin, Awareness, Doc]`

/** As the handbook shows the core, and with everything that can be chosen. */
const core = (features: string) => `
  import { createEditor, ${features} } from '@stet/editor/core'
  globalThis.used = (element, connection) => createEditor(element, { connection, features: [${features}] })`
const everyFeature =
  'blocks, callouts, codeBlocks, colors, dropPlace, embeds, fileDrops, links, markdownPaste, math, pictures, tables, toggles, typography'

/** `first`: until the text is shown and can be written in. `whole`: until createEditor resolves. */
const budgets = [
  { name: 'stock', entry: stock, second: undefined, first: 89, whole: 89 },
  {
    name: 'client',
    entry: `import { connectDocument } from '@stet/client'; globalThis.used = connectDocument`,
    second: undefined,
    first: 40,
    whole: 40,
  },
  {
    name: 'static',
    entry: `import { toHTML, toMarkdown } from '@stet/document/static'; globalThis.used = [toHTML, toMarkdown]`,
    second: undefined,
    first: 10,
    whole: 10,
  },
  {
    // Formulas are typeset by what is loaded for them.
    name: 'viewer',
    entry: `import { showDocument } from '@stet/editor/viewer'; globalThis.used = showDocument`,
    second: undefined,
    first: 11,
    whole: 11,
  },
  {
    name: 'core',
    entry: `import { createEditor } from '@stet/editor/core'; globalThis.used = createEditor`,
    second: undefined,
    first: 157,
    whole: 157,
  },
  { name: 'core with links', entry: core('links'), second: undefined, first: 158, whole: 158 },
  { name: 'core with everything', entry: core(everyFeature), second: undefined, first: 184, whole: 184 },
  {
    name: 'editor',
    entry: `import { createEditor } from '@stet/editor'; globalThis.used = createEditor`,
    second: 'whole-editor',
    first: 164,
    whole: 235,
  },
] as const

test.each(budgets)('$name is no larger than it may be', async ({ entry, second, first, whole }) => {
  const chunks = await bundle(entry)
  const sizes = { first: sizeOf(chunks, 'entry'), whole: sizeOf(chunks, 'entry', second) }
  // Something was measured.
  expect(sizes.first).toBeGreaterThan(5)
  expect(sizes.whole > sizes.first).toBe(second !== undefined)
  expect(sizes.first).toBeLessThanOrEqual(first)
  expect(sizes.whole).toBeLessThanOrEqual(whole)
})

type Chunk = Rolldown.OutputChunk

async function bundle(source: string): Promise<readonly Chunk[]> {
  const entry = `${import.meta.dirname}/measured.js`
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    plugins: [
      {
        name: 'measured',
        resolveId: (id) => (id === 'measured' ? entry : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: { entry: 'measured' } },
    },
  })) as Rolldown.RolldownOutput
  return result.output.filter((part) => part.type === 'chunk')
}

/** Of the chunks of these names and all that they import. */
function sizeOf(chunks: readonly Chunk[], ...names: readonly (string | undefined)[]): number {
  const files = new Set(chunks.filter(({ name }) => names.includes(name)).map(({ fileName }) => fileName))
  let size = 0
  // What is added on the way is visited, too.
  for (const file of files) {
    const chunk = chunks.find(({ fileName }) => fileName === file)
    for (const imported of chunk?.imports ?? []) files.add(imported)
    size += gzipSync(chunk?.code ?? '', { level: 9 }).length / 1000
  }
  return size
}
