// How nodes look that are more than text, for a view that is shown before those who draw them have come. Until then such a
// node (only somebody else can bring one, in that moment) is an empty box: the schema's own elements would load a picture
// from wherever it says. The table stays the same object, so that nothing is drawn anew when it is filled.
import type { Schema } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { EditorView, NodeView, NodeViewConstructor } from 'prosemirror-view'
import { textNodes } from './holds-only-text.ts'

type NodeViews = Readonly<Record<string, NodeViewConstructor>>

export interface NodeViewTable {
  /** Comes before all that have views of their own. */
  readonly plugin: Plugin
  /** Takes over the views of these plugins; `view` is what shows the nodes already. */
  fill(plugins: readonly Plugin[], view: EditorView | undefined): void
}

export function createNodeViewTable(schema: Schema): NodeViewTable {
  const names = Object.keys(schema.nodes).filter((name) => !textNodes.has(name))
  let views: NodeViews | undefined
  let hasBoxes = false
  const draw: NodeViewConstructor = (node, ...rest) => {
    // ProseMirror takes none for "as the schema says"; its types do not know it.
    if (views) return views[node.type.name]?.(node, ...rest) as NodeView
    hasBoxes = true
    return { dom: rest[0].dom.ownerDocument.createElement(node.isInline ? 'span' : 'div') }
  }
  return {
    plugin: new Plugin({ props: { nodeViews: Object.fromEntries(names.map((name) => [name, draw])) } }),
    fill(plugins, view) {
      // Of two with one name the first has it, as ProseMirror does it.
      views = Object.assign({}, ...plugins.toReversed().map(({ props }) => props.nodeViews)) as NodeViews
      // Another object in the place of one view is what makes ProseMirror draw anew.
      if (hasBoxes) view?.setProps({ nodeViews: { doc: draw } })
    },
  }
}
