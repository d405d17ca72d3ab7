// The editor's words in one language.
import type { MessageKey, Messages } from './english.ts'
import type { Words } from './words.ts'
import { createWords } from './words.ts'

export type Translator = Words<MessageKey>

/** Words in `locale`, from `messages`, and in English where these have none: every word that will be asked for. */
export function createTranslator(
  locale: string,
  english: Partial<Messages>,
  messages: Partial<Messages> = {},
): Translator {
  return createWords<Messages>({ locale, source: english as Messages, translation: messages })
}
