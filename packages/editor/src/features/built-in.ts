// Features of ours as values, for those who choose which ones their editor has. To a page such a value is like one of its own
// (defineFeature); what it becomes in an editor is made there.
import type { CommandMakers, EditorFeature } from './define-feature.ts'
import type { MakeFeature } from './feature-context.ts'

const making: unique symbol = Symbol('stet.making')

interface BuiltIn<Commands extends CommandMakers> extends EditorFeature<Commands> {
  readonly [making]: MakeFeature
}

export function builtIn<Commands extends CommandMakers>(
  name: string,
  commands: Commands,
  make: MakeFeature,
): EditorFeature<Commands> {
  const feature: BuiltIn<Commands> = { name, commands, [making]: make }
  return feature
}

/** Undefined for a feature of the embedder's own. */
export function makerOf(feature: EditorFeature): MakeFeature | undefined {
  return (feature as Partial<BuiltIn<CommandMakers>>)[making]
}
