// The second part of the editor with nothing around the text: that of `@stet/editor/core`.
import { coreCommands, coreFeatures } from './features/core-features.ts'
import { textWords } from './messages/text-words.ts'
import { createSecondPart } from './second-part.ts'

export const core = createSecondPart({ features: coreFeatures, commands: coreCommands, english: textWords })
