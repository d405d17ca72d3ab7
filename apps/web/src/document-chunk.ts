// The one door to the document page's chunk, so that the library can have it fetched while someone is still choosing.

export async function loadDocumentPage() {
  const { DocumentPage } = await import('./document-page.tsx')
  return DocumentPage
}

/** Fetches the chunk ahead of time; a failure is met again, and reported, when the page is opened. */
export function prefetchDocumentPage(): void {
  loadDocumentPage().catch(() => {})
}
