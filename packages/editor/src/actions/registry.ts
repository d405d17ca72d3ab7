// The actions of all features that an editor has.
import type { Feature } from '../features/feature.ts'
import type { Action } from './action.ts'
import { actionGroups } from './action.ts'

export interface Actions {
  /** Undefined when the feature that brings it is left out. */
  get(id: string): Action | undefined
  /** By group, and in a group as the features come. */
  readonly all: readonly Action[]
}

/** Throws a TypeError when two features bring an action of the same name. */
export function collectActions(features: readonly Feature[]): Actions {
  const byId = new Map<string, Action>()
  for (const feature of features) {
    for (const action of feature.actions ?? []) {
      if (byId.has(action.id)) {
        throw new TypeError(
          `The feature "${feature.name}" brings the action "${action.id}", which another feature has. Give it another id.`,
        )
      }
      byId.set(action.id, action)
    }
  }
  const all = actionGroups.flatMap((group) => [...byId.values()].filter((action) => action.group === group))
  return { get: (id) => byId.get(id), all }
}
