// Where a document's parts live inside its Y.Doc. The content's name is y-prosemirror's own convention, so that any
// y-prosemirror client finds it; both names are stored in every document ever written and can never change.

/** Root `Y.XmlFragment` that holds the blocks. */
export const fragmentName = 'prosemirror'

/** Root `Y.Map` that holds the title (`title`, a string) and settings. */
export const metaName = 'meta'
