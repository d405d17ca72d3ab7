// The option `messages`, looked at as soon as the table of all words is there.
import type { EditorOptions } from './options.ts'
import type { Messages } from './messages/english.ts'

/** Throws a TypeError for a key that no sentence of the editor has. */
export function checkMessages(messages: EditorOptions['messages'], english: Partial<Messages>): void {
  for (const key of Object.keys(messages ?? {})) {
    if (!Object.hasOwn(english, key))
      throw new TypeError(
        `createEditor: messages has no key "${key}". The keys are those of the type Messages.`,
      )
  }
}
