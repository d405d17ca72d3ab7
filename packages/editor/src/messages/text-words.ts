// The words that stand in the text itself, or in its place, in English: what an editor without menus says.
import { firstWords } from './first-words.ts'

export const textWords = {
  ...firstWords,
  outdatedDocument:
    'This document was written with a newer version of the editor. You can read it here. Reload the page to edit it.',
  taskDone: 'Done',
  readOnly: 'Read only',
  unknownContent:
    'This document holds something this version of the editor does not know, probably made with a newer one. It is shown as plain text and cannot be changed here. Nothing in it was altered. Reload the page to get the newest version.',
  unknownContentText: 'Text of the document',
  anonymous: 'Anonymous',
  unsupported: 'Unsupported content',
  unsupportedNamed: 'Unsupported content: {name}',
  unsupportedKept: 'Made with a newer version of the editor. It is kept as it is.',
  importTooLarge: '“{name}” is larger than 5 MB. Divide it into smaller files.',
  importUnknown:
    '“{name}” cannot be read here. Files that can: Markdown (.md), HTML (.html) and text (.txt).',
  importUnreadable: '“{name}” could not be read. Nothing was changed.',
  calloutNote: 'Note',
  calloutTip: 'Tip',
  calloutImportant: 'Important',
  calloutWarning: 'Warning',
  calloutCaution: 'Caution',
  calloutKind: 'Kind of callout',
  toggleFold: 'Fold or unfold',
  uploadOf: 'Picture on its way: {name}',
  uploading: 'Uploading…',
  uploadCancel: 'Cancel',
  uploadRetry: 'Try again',
  uploadRemove: 'Remove',
  uploadUnreachable: 'No connection. It is kept here and sent when the connection is back.',
  uploadBusy: 'The server is busy. Try again in a moment.',
  uploadTooLarge: 'This picture is too large for the server.',
  uploadUnsupported: 'This kind of picture cannot be used. Use PNG, JPEG, GIF, WebP or AVIF.',
  uploadRefused: 'You may not add pictures to this document.',
  uploadFull: 'The server has no space left for pictures.',
  captionPlaceholder: 'Add a caption',
  imageBroken: 'This picture cannot be shown.',
  imageElsewhere:
    'A picture on {host}. It is not loaded from there, so that nobody learns who reads this. To keep it here, copy the picture itself and paste it.',
  imageOpen: 'Open the picture',
} as const
