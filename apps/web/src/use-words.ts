// The site's words in a component: `const t = useWords()`, then `t('newDocument')`.
import type { SiteWords } from './language.ts'
import { wordsStore } from './services.ts'
import { useStore } from './use-store.ts'

export function useWords(): SiteWords {
  return useStore(wordsStore)
}
