// The list of documents as it grows and is refreshed: pages are appended at the old end, and a refresh brings the new
// end again without throwing away the older pages already shown.
import type { DocumentList, DocumentSummary } from './api.ts'

export const pageSize = 30
/** A refresh asks again for what is shown, up to the most that the server gives at once. */
const refreshLimit = 100

export function refreshSize(shown: number): number {
  return Math.min(refreshLimit, Math.max(pageSize, shown))
}

/** The next, older page after what is shown. */
export function appendPage(shown: DocumentList, page: DocumentList): DocumentList {
  const known = new Set(shown.documents.map((entry) => entry.document))
  return {
    ...page,
    documents: [...shown.documents, ...page.documents.filter((entry) => !known.has(entry.document))],
  }
}

/** `fresh` is the newest end. What is older than all of it stays as it was shown, with its place to go on from. */
export function refreshList(shown: DocumentList, fresh: DocumentList): DocumentList {
  const oldest = fresh.documents.at(-1)
  if (fresh.next === undefined || oldest === undefined) return fresh
  const renewed = new Set(fresh.documents.map((entry) => entry.document))
  const older = shown.documents.filter(
    (entry) => entry.changed <= oldest.changed && !renewed.has(entry.document),
  )
  if (older.length === 0) return fresh
  return {
    documents: [...fresh.documents, ...older],
    ...(shown.next === undefined ? {} : { next: shown.next }),
  }
}

/** Every word of `filter` somewhere in the title, whatever the case and accents. */
export function matchesFilter(entry: DocumentSummary, filter: string): boolean {
  const title = fold(entry.title === '' ? 'Untitled' : entry.title)
  return fold(filter)
    .split(/\s+/)
    .every((word) => title.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()
}
