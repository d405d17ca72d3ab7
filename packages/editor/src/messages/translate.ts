// The editor's words in one language.
import { english } from './english.ts'
import type { MessageKey, Messages } from './english.ts'
import type { Words } from './words.ts'
import { createWords } from './words.ts'

export type Translator = Words<MessageKey>

/** Words in `locale`, from `messages`, and in English where these have none. */
export function createTranslator(locale: string, messages: Partial<Messages> = {}): Translator {
  return createWords({ locale, source: english, translation: messages })
}
