// A page that shows documents and has no editor.
import { showDocument } from '@stet/editor/viewer'
import '@stet/editor/viewer.css'

const view = { showDocument }
export type View = typeof view
Object.assign(globalThis, { view })
