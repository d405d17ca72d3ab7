// Puts the features of an editor together. It knows none of them, so that an editor that leaves one out does not carry it.
import { gapCursor } from 'prosemirror-gapcursor'
import type { Plugin } from 'prosemirror-state'
import type { Actions } from '../actions/registry.ts'
import { collectActions } from '../actions/registry.ts'
import type { Feature } from './feature.ts'
import type { FeatureContext, FeatureOptions, MakeFeature } from './feature-context.ts'
import { createFeatureContext } from './feature-context.ts'
import { inOrder } from './feature-order.ts'
import type { UndoSteps } from './input-rules.ts'
import type { MenuContext } from '../ui/menu-context.ts'

export interface CollectOptions extends FeatureOptions {
  /** Besides the first ones, in any order. */
  readonly features: readonly MakeFeature[]
  /** Features of the embedder; they come before all others. */
  readonly own?: readonly Feature[] | undefined
  readonly undoSteps: UndoSteps
  /** Undefined in an editor without menus. */
  readonly menus?: FeatureMenus | undefined
}

export interface FeatureMenus extends Pick<MenuContext, 'host' | 'openMenu'> {
  features(menu: MenuContext, context: FeatureContext): readonly Feature[]
}

export interface AllFeatures {
  /** The binding's own plugins come before these. */
  readonly plugins: readonly Plugin[]
  readonly actions: Actions
}

export function collectFeatures(options: CollectOptions): AllFeatures {
  const { first, menus, translate, undoSteps } = options
  const menu: MenuContext | undefined = menus && {
    host: menus.host,
    openMenu: menus.openMenu,
    translate,
    actions: () => actions,
    undoSteps,
  }
  const context = createFeatureContext(options, menu)
  const features: readonly Feature[] = [
    ...(options.own ?? []),
    ...inOrder([
      ...Object.values(first.byName),
      ...options.features.flatMap((make) => make(context) ?? []),
      ...(menu && menus ? menus.features(menu, context) : []),
    ]),
  ]
  const actions = collectActions(features)
  return { plugins: [...first.plugins(features), gapCursor()], actions }
}
