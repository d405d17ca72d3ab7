// Features of an embedder: what a page adds to the editor it embeds. It is the same kind of thing as a feature of ours,
// with words of its own instead of keys of our message table, and with nodes and marks that widen the schema.
import { schema as ownSchema } from '@stet/document'
import type { MarkSpec, NodeSpec } from 'prosemirror-model'
import { Schema } from 'prosemirror-model'
import type { Command, EditorState, Plugin } from 'prosemirror-state'
import type { NodeViewConstructor } from 'prosemirror-view'
import type { ActionGroup } from '../actions/action.ts'
import type { MessageKey, Messages } from '../messages/english.ts'
import type { InputRule } from './input-rules.ts'

/** Functions of a command's options that give the ProseMirror command. */
export type CommandMakers = Readonly<Record<string, (...options: never[]) => Command>>

/** The same commands as a program calls them: each returns whether it applied. */
export type CallableCommands<Makers> = {
  readonly [Name in keyof Makers]: Makers[Name] extends (...options: infer Options) => Command
    ? (...options: Options) => boolean
    : never
}

// Not the wide CommandMakers: any name would then be a command of the editor.
// eslint-disable-next-line typescript/no-generated-empty-object-type -- no command is what is meant
type NoCommands = Readonly<Record<never, () => Command>>

/** What the menus and the list of shortcuts offer of a feature. */
export interface FeatureItem {
  /** Unique among all items; `editor.run(id)` does it. */
  readonly id: string
  /** As people read it. */
  readonly label: string
  readonly command: Command
  /** The path data (`d`) of a drawing on a 20 × 20 grid, made of strokes. */
  readonly icon?: string
  /** Where it stands in lists. Default `groupInsert`. */
  readonly group?: ActionGroup
  /** Shown beside it, like `Mod-Shift-h`; `keys` of the feature binds it. */
  readonly keys?: string
  /** Other words by which it is found. */
  readonly keywords?: string
  /** Offered when somebody types `/`. Default true. */
  readonly slashMenu?: boolean
  /** A button in the toolbar. Default false. */
  readonly toolbar?: boolean
  /** Whether it is on at the selection, for what can be on. */
  readonly isActive?: (state: EditorState) => boolean
}

export interface EditorFeature<Commands extends CommandMakers = CommandMakers> {
  /** Unique among the features of an editor. */
  readonly name: string
  /**
   * Nodes for the schema, by the name that is stored. Give block nodes `group: 'block'`. An editor without the feature
   * shows them as stand-ins and leaves them as they are.
   */
  readonly nodes?: Readonly<Record<string, NodeSpec>>
  readonly marks?: Readonly<Record<string, MarkSpec>>
  /** They become `editor.commands.<name>` and `editor.can.<name>`. */
  readonly commands?: Commands
  /** As in prosemirror-keymap. They come before the editor's own. */
  readonly keys?: Readonly<Record<string, Command>>
  /** Act on what was just typed, as an undo step of their own. */
  readonly inputRules?: readonly InputRule[]
  readonly nodeViews?: Readonly<Record<string, NodeViewConstructor>>
  readonly plugins?: readonly Plugin[]
  readonly items?: readonly FeatureItem[]
}

/** Gives its argument back, with the types of its commands; what is wrong in it is said by `createEditor`. */
export function defineFeature<Commands extends CommandMakers = NoCommands>(
  // Said once more with the wide type: from it the functions inside know what they are called with.
  feature: EditorFeature<Commands> & { readonly commands?: CommandMakers },
): EditorFeature<Commands> {
  return feature
}

/** The commands of a list of features, in one object type. */
export type CommandsOf<Features extends readonly EditorFeature[]> = UnionToIntersection<
  CommandsIn<Features[number]>
>

type CommandsIn<Feature> = Feature extends EditorFeature<infer Commands> ? Commands : never

type UnionToIntersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

/** The editor's schema with the nodes and marks of these features. Throws a TypeError for a name that is taken. */
export function extendSchema(features: readonly EditorFeature[]): Schema {
  const nodes = features.flatMap((feature) => Object.entries(feature.nodes ?? {}))
  const marks = features.flatMap((feature) => Object.entries(feature.marks ?? {}))
  if (nodes.length + marks.length === 0) return ownSchema
  const { nodes: ownNodes, marks: ownMarks } = ownSchema.spec
  const extended = { nodes: ownNodes, marks: ownMarks }
  for (const [name, spec] of nodes) {
    refuseTaken('node', name, extended.nodes.get(name))
    extended.nodes = extended.nodes.addToEnd(name, spec)
  }
  for (const [name, spec] of marks) {
    refuseTaken('mark', name, extended.marks.get(name))
    extended.marks = extended.marks.addToEnd(name, spec)
  }
  return new Schema({ ...ownSchema.spec, ...extended })
}

function refuseTaken(kind: 'node' | 'mark', name: string, taken: unknown): void {
  if (taken !== undefined)
    throw new TypeError(
      `createEditor: the ${kind} "${name}" of a feature is there already. Give it another name.`,
    )
}

/** What `toFeature` calls the words of the items, for the translator. */
export function featureWords(features: readonly EditorFeature[]): Partial<Messages> {
  const words: Record<string, string> = {}
  for (const { id, label, keywords } of features.flatMap((feature) => feature.items ?? [])) {
    words[wordKey(id, 'label')] = label
    if (keywords !== undefined) words[wordKey(id, 'keywords')] = keywords
  }
  return words
}

// The message table is typed and closed; these keys stand beside it, where `createTranslator` looks first.
export function wordKey(id: string, part: 'label' | 'keywords'): MessageKey {
  return `feature:${id}:${part}` as MessageKey
}
