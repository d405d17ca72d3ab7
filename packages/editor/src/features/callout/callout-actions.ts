// Callouts, as the menus and the lists of all actions show them.
import type { CalloutKind } from '@stet/document'
import { readCalloutAttrs } from '@stet/document'
import type { EditorState } from 'prosemirror-state'
import type { Action } from '../../actions/action.ts'
import { selectedContainer } from '../container/containers.ts'
import { calloutCommands, calloutKindNames, calloutKinds } from './callout.ts'

export const calloutActions: readonly Action[] = calloutKindNames.map(kindAction)

function kindAction(kind: CalloutKind): Action {
  return {
    id: `callout-${kind}`,
    label: calloutKinds[kind],
    icon: 'callout',
    group: 'groupInsert',
    typed: `:::${kind} `,
    keywords: 'calloutWords',
    inSlashMenu: true,
    command: calloutCommands.toggleCallout({ kind }),
    isActive: (state) => activeKind(state) === kind,
  }
}

function activeKind(state: EditorState): CalloutKind | undefined {
  const around = selectedContainer(state, 'callout')
  return around && readCalloutAttrs(around.node.attrs).kind
}
