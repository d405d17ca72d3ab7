// The features that an editor made with `@stet/editor/core` has when they are chosen. Each is a value of its own that a
// bundler leaves out with all that stands behind it. What a document holds of a feature that was not chosen is shown as the
// schema says, and its text can be edited.
import { dropCursor } from 'prosemirror-dropcursor'
import { blockCommands } from './block-menu/block-commands.ts'
import { builtIn } from './built-in.ts'
import { calloutCommands, callouts as makeCallouts } from './callout/callout.ts'
import { codeBlockCommands, codeBlocks as makeCodeBlocks } from './code-block/code-block.ts'
import { colorCommands } from './colors/color-commands.ts'
import { colors as makeColors } from './colors/colors.ts'
import { embedCommands } from './embed/embed-commands.ts'
import { fileImport } from './import/import.ts'
import { linkCommands } from './link/link-commands.ts'
import { links as makeLinks } from './link/link.ts'
import { mathCommands } from './math/math-commands.ts'
import { math as makeMath } from './math/math.ts'
import { pastedMarkdown } from './paste/pasted-markdown.ts'
import { tableCommands } from './table/table-commands.ts'
import { tables as makeTables } from './table/table.ts'
import { toggleCommands, toggles as makeToggles } from './toggle/toggle.ts'
import { typography as makeTypography } from './typography/typography.ts'
import { isPicture } from './upload/picture-files.ts'
import { uploads } from './upload/uploads.ts'

/** Moving, doubling and deleting the selected blocks. */
export const blocks = /* @__PURE__ */ builtIn('blocks', blockCommands, () => undefined)

export const callouts = /* @__PURE__ */ builtIn('callout', calloutCommands, makeCallouts)

/** Making code blocks, and the keys in them. */
export const codeBlocks = /* @__PURE__ */ builtIn('code-block', codeBlockCommands, makeCodeBlocks)

/** Highlighting, and the colours of text. */
export const colors = /* @__PURE__ */ builtIn('colors', colorCommands, makeColors)

/** A line where something that is dragged would be dropped; its class is `stet-dropcursor`. */
export const dropPlace = /* @__PURE__ */ builtIn('drop-place', {}, () => ({
  name: 'drop-place',
  plugins: [dropCursor({ class: 'stet-dropcursor', color: false, width: 2 })],
}))

/** Pages of other sites. */
export const embeds = /* @__PURE__ */ builtIn('embeds', embedCommands, () => undefined)

/** .md, .html and .txt files that are dropped. */
export const fileDrops = /* @__PURE__ */ builtIn('file-drops', {}, ({ translate, onError, upload }) =>
  fileImport({ translate, onError, isTaken: (file) => upload !== undefined && isPicture(file) }),
)

export const links = /* @__PURE__ */ builtIn('link', linkCommands, makeLinks)

/** Text that is pasted and is Markdown becomes what it says. */
export const markdownPaste = /* @__PURE__ */ builtIn('pasted-markdown', {}, pastedMarkdown)

export const math = /* @__PURE__ */ builtIn('math', mathCommands, makeMath)

/** Pictures that are pasted or dropped go where the option `upload` says. */
export const pictures = /* @__PURE__ */ builtIn('pictures', {}, ({ upload, translate, addressOf }) =>
  upload === undefined ? undefined : uploads({ upload, translate, addressOf }),
)

/** Selecting cells, going through them with Tab, pasting into them, and what can be done to rows and columns. */
export const tables = /* @__PURE__ */ builtIn('table', tableCommands, makeTables)

export const toggles = /* @__PURE__ */ builtIn('toggle', toggleCommands, makeToggles)

/** `...` becomes …, `--` between words becomes —, `->` becomes →. */
export const typography = /* @__PURE__ */ builtIn('typography', {}, ({ hasTypography }) =>
  hasTypography ? makeTypography() : undefined,
)
