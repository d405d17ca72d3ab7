// The second part of the editor with nothing around the text: that of `@stet/editor/core`.
import { createSecondPart } from './second-part.ts'

export const core = createSecondPart(undefined)
