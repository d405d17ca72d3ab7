// /embed.js: the editor in one address, for pages without a bundler. `<stet-editor>` works as soon as it is loaded; who wants
// more imports it. What it needs later (languages, formulas, tables) it loads from beside itself.
import { defineStetEditor } from '@stet/editor/element'

export { connectDocument } from '@stet/client'
export * from '@stet/editor'
export { defineStetEditor }

defineStetEditor()
