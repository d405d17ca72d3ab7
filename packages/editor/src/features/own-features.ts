// What an embedder's features become among ours.
import type { Command } from 'prosemirror-state'
import { Plugin } from 'prosemirror-state'
import type { Action } from '../actions/action.ts'
import type { CommandMakers, EditorFeature, FeatureItem } from './define-feature.ts'
import { wordKey } from './define-feature.ts'
import type { Feature } from './feature.ts'

/** Their commands by name. Throws a TypeError for a name that is taken. */
export function collectCommands(own: CommandMakers, features: readonly EditorFeature[]): CommandMakers {
  const commands: Record<string, (...options: never[]) => Command> = { ...own }
  for (const feature of features) {
    for (const [name, create] of Object.entries(feature.commands ?? {})) {
      if (Object.hasOwn(commands, name))
        throw new TypeError(
          `createEditor: the feature "${feature.name}" brings the command "${name}", which is there already. Give it another name.`,
        )
      commands[name] = create
    }
  }
  return commands
}

/** As a feature of ours. */
export function toFeature(feature: EditorFeature): Feature {
  const { name, keys, inputRules, nodeViews, plugins = [], items = [] } = feature
  return {
    name,
    ...(keys && { keys }),
    ...(inputRules && { inputRules }),
    plugins: nodeViews ? [...plugins, new Plugin({ props: { nodeViews } })] : plugins,
    actions: items.map(toAction),
  }
}

function toAction({ id, icon = '', group = 'groupInsert', ...item }: FeatureItem): Action {
  const { command, slashMenu = true } = item
  return {
    id,
    label: wordKey(id, 'label'),
    icon: { path: icon },
    group,
    inSlashMenu: slashMenu,
    command,
    ...(item.keys === undefined ? {} : { keys: item.keys }),
    ...(item.keywords === undefined ? {} : { keywords: wordKey(id, 'keywords') }),
    ...(item.isActive && { isActive: item.isActive }),
  }
}
