// How much is written, in a corner where it is in nobody's way; of the selection, when there is one.
import type { Editor, TextCount } from '@stet/editor'
import type { SiteWords } from './language.ts'
import { useQuietly } from './use-quietly.ts'
import { useWords } from './use-words.ts'

export function WordCount({ editor }: { readonly editor: Editor }) {
  const t = useWords()
  const count = useQuietly<TextCount>(editor, {
    events: ['change', 'selection'],
    read: (editor) => editor.getCount(),
    isSame: sameCount,
  })
  // Nothing to count is nothing to say.
  if (count === undefined || count.characters === 0) return null
  return (
    <p class="word-count" data-tip={charactersOf(t, count)}>
      {wordsOf(t, count)}
    </p>
  )
}

export function wordsOf(t: SiteWords, { words: count, selection }: TextCount): string {
  return selection === undefined
    ? t('words', { count })
    : t('wordsSelected', { count, selected: selection.words })
}

export function charactersOf(t: SiteWords, { characters: count, selection }: TextCount): string {
  return selection === undefined
    ? t('characters', { count })
    : t('charactersSelected', { count, selected: selection.characters })
}

function sameCount(a: TextCount, b: TextCount): boolean {
  return (
    a.words === b.words &&
    a.characters === b.characters &&
    a.selection?.words === b.selection?.words &&
    a.selection?.characters === b.selection?.characters
  )
}
