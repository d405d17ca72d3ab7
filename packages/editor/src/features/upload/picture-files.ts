// Pictures among what is pasted, dropped or picked.
import { parseInert } from '../paste/inert-page.ts'

/** What servers take and every browser shows. Anything else that calls itself a picture is refused in words, not ignored. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const

/** So many at once: each shows a picture of its own and holds its file in memory. */
const maxFiles = 100

export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(isPicture).slice(0, maxFiles)
}

/** Also of a kind that nobody takes: that is for the upload to say. */
export function isPicture(file: File): boolean {
  return file.type.startsWith('image/')
}

export function isUploadable(file: File): boolean {
  return pictureTypes.some((type) => type === file.type)
}

/**
 * Whether the clipboard is about its pictures. Word and spreadsheets put a picture of the text beside the text, and there
 * the text is meant; a picture copied in a browser comes with an <img> and nothing else.
 */
export function isAboutPictures(data: DataTransfer): boolean {
  if (data.getData('text/plain').trim() !== '') return false
  const html = data.getData('text/html')
  if (html === '') return true
  const { body } = parseInert(html)
  return body.textContent.trim() === '' && body.querySelectorAll('img').length <= 1
}
