// A sentence with elements in its places: `<Sentence of="noPageText" parts={{ path: <code>/x</code> }} />`. Where they stand
// is for each language to say.
import type { ComponentChildren } from 'preact'
import type { SiteKey } from './messages/english.ts'
import { useWords } from './use-words.ts'

export interface SentenceProps {
  readonly of: SiteKey
  readonly parts: Readonly<Record<string, ComponentChildren>>
}

export function Sentence({ of, parts }: SentenceProps) {
  const t = useWords()
  // What has no value stays as it stands in the table, in braces.
  return (
    <>
      {t(of)
        .split(/\{(\w+)\}/)
        .map((text, index) => (index % 2 === 0 ? text : parts[text]))}
    </>
  )
}
