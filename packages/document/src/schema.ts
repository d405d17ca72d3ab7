// The ProseMirror schema of a Stet document: a flat list of blocks. Node and mark names are stored in every document
// and can never change; new ones may be added.

import { Schema } from 'prosemirror-model'

import { marks } from './marks.ts'
import { nodes } from './nodes.ts'

export type NodeName = keyof typeof nodes
export type MarkName = keyof typeof marks

export const schema: Schema<NodeName, MarkName> = new Schema<NodeName, MarkName>({
  nodes,
  marks,
  topNode: 'doc',
})
