// The second part of the editor with everything around the text: that of `@stet/editor`.
import { documentFromYjs, documentToJSON, toHTML, toMarkdown } from '@stet/document'
import { runAction } from './actions/action.ts'
import { allCommands, allFeatures } from './all-features.ts'
import { describeImportError } from './features/import/import-error.ts'
import { importFile } from './features/import/import.ts'
import { menus } from './menus.ts'
import { english } from './messages/english.ts'
import type { MoreMethods } from './editor-kind.ts'
import { createSecondPart } from './second-part.ts'

const methods: MoreMethods = (view, { doc, translate, actions }) => ({
  getHTML: () => toHTML(documentFromYjs(doc)),
  getMarkdown: () => toMarkdown(documentToJSON(doc)),
  run(id) {
    const action = actions.get(id)
    return action !== undefined && runAction(view, action)
  },
  async importFile(file) {
    try {
      await importFile(view, file, view.state.selection.to)
    } catch (error) {
      throw describeImportError(error, { translate, name: file.name })
    }
  },
})

export const whole = createSecondPart({
  features: allFeatures,
  commands: allCommands,
  english,
  methods,
  menus,
})
