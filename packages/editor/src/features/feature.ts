// A feature is a folder: commands, keys, input rules and plugins for one thing people do. all-features.ts puts them together;
// each can be left out without touching the others. A key bound by several features runs them in the order of the
// features until one says it did something.
import { chainCommands } from 'prosemirror-commands'
import type { Command, Plugin } from 'prosemirror-state'
import type { Action } from '../actions/action.ts'
import type { InputRule } from './input-rules.ts'

export interface Feature {
  readonly name: string
  /** Key names as in prosemirror-keymap, written in one way everywhere: `Mod-Alt-Shift-key`. */
  readonly keys?: Readonly<Record<string, Command>>
  readonly inputRules?: readonly InputRule[]
  readonly plugins?: readonly Plugin[]
  /** Come before all keys: while a menu is open, the arrow keys and Enter are its. */
  readonly menuPlugins?: readonly Plugin[]
  /** What the toolbar, the menus and the command palette offer of it. */
  readonly actions?: readonly Action[]
}

/** One keymap for all features. */
export function collectKeys(features: readonly Feature[]): Record<string, Command> {
  const bound = new Map<string, Command[]>()
  for (const feature of features) {
    for (const [key, command] of Object.entries(feature.keys ?? {})) {
      bound.set(key, [...(bound.get(key) ?? []), command])
    }
  }
  return Object.fromEntries([...bound].map(([key, commands]) => [key, chainCommands(...commands)]))
}
