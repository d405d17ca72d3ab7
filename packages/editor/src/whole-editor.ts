// The second part of the editor with everything around the text: that of `@stet/editor`.
import { menus } from './menus.ts'
import { createSecondPart } from './second-part.ts'

export const whole = createSecondPart(menus)
