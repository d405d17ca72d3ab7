// A schema for tests with one of each: attributes with defaults, nested blocks with `+`, inline and block atoms,
// attribute-less marks that exclude each other, a mark with attributes, a mark that may overlap itself.

import { Schema } from 'prosemirror-model'
import type { MarkSpec, NodeSpec } from 'prosemirror-model'
import { withUnknownContent } from '../adaptive/adaptive-schema.ts'

const nodes = {
  doc: { content: 'block*' },
  paragraph: { content: 'inline*', group: 'block', attrs: { align: { default: null } }, marks: '_' },
  heading: { content: 'inline*', group: 'block', attrs: { level: { default: 1 }, align: { default: null } } },
  quote: { content: 'block+', group: 'block' },
  code: { content: 'text*', group: 'block', marks: '' },
  rule: { group: 'block' },
  image: { inline: true, group: 'inline', attrs: { src: { default: '' } } },
  text: { group: 'inline' },
} satisfies Record<string, NodeSpec>

const marks = {
  bold: {},
  italic: {},
  inlineCode: { excludes: 'bold italic' },
  link: { attrs: { href: {}, title: { default: null } } },
  comment: { attrs: { id: {} }, excludes: '' },
} satisfies Record<string, MarkSpec>

export const testSchema = new Schema({ nodes, marks })

/** The same schema some versions ago: no quotes, no images, no comments. */
export const oldSchema = new Schema({
  nodes: {
    doc: nodes.doc,
    paragraph: nodes.paragraph,
    heading: { ...nodes.heading, attrs: { level: { default: 1 } } },
    text: nodes.text,
  },
  marks: { bold: marks.bold, italic: marks.italic },
})

/** The old schema, made to keep what it does not know. */
export const preparedSchema: Schema = new Schema(
  withUnknownContent({ nodes: oldSchema.spec.nodes, marks: oldSchema.spec.marks }),
)
