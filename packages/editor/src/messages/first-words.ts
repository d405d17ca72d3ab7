// The words of the first part of the editor, in English: those around a text that is being opened and shown.
import type { Words } from './words.ts'

export const firstWords = {
  documentLabel: 'Document',
  placeholder: 'Start writing…',
  opening: 'Opening the document…',
  openingOffline: 'No connection. The document opens as soon as the server answers.',
}

export type FirstTranslator = Words<keyof typeof firstWords>
