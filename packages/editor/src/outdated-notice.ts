// Says above the page that a newer version of the editor is needed to write in this document.

/** Shows the words above `page`, once. They go with the editor. */
export function showOutdatedNotice(page: HTMLElement, words: string): void {
  const before = page.previousElementSibling
  if (before?.classList.contains('stet-outdated') === true) return
  const notice = page.ownerDocument.createElement('p')
  notice.className = 'stet-outdated stet-notice-words'
  notice.setAttribute('role', 'status')
  notice.textContent = words
  page.before(notice)
}
