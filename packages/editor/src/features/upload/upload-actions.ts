// Bringing pictures in, as the toolbar and the lists of all actions show it.
import type { Action } from '../../actions/action.ts'
import { pickPictures } from './uploads.ts'

export const uploadActions: readonly Action[] = [
  {
    id: 'insertImage',
    label: 'insertImage',
    icon: 'image',
    group: 'groupInsert',
    keywords: 'insertImageWords',
    inSlashMenu: true,
    command: pickPictures,
  },
]
