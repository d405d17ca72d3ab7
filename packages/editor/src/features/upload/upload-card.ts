// What stands in the text where a picture will be: the picture itself, as this device has it, how much of it is sent, and
// when something went wrong, what, and a way to try again. Only whoever uploads sees it.
import type { MessageKey } from '../../messages/english.ts'
import type { Translator } from '../../messages/translate.ts'
import type { UploadProblem } from './upload.ts'

export interface UploadCard {
  readonly element: HTMLElement
  /** 0 to 1. */
  showProgress(sent: number): void
  showProblem(problem: UploadProblem): void
  /** Sending again, from the start. */
  showSending(): void
}

export interface UploadCardOptions {
  readonly document: Document
  readonly file: File
  readonly translate: Translator
  readonly onRetry: () => void
  readonly onRemove: () => void
}

const problems = {
  unreachable: 'uploadUnreachable',
  busy: 'uploadBusy',
  'too-large': 'uploadTooLarge',
  unsupported: 'uploadUnsupported',
  refused: 'uploadRefused',
  full: 'uploadFull',
} as const satisfies Readonly<Record<UploadProblem, MessageKey>>

/** As wide as text ever is, on a screen with two points to a pixel. */
const maxPreview = 1440

export function createUploadCard(options: UploadCardOptions): UploadCard {
  const { document, file, translate, onRetry, onRemove } = options
  const element = document.createElement('div')
  element.className = 'stet-upload'
  element.contentEditable = 'false'
  element.setAttribute('role', 'group')
  element.setAttribute('aria-label', translate('uploadOf', { name: file.name }))
  const name = document.createElement('span')
  name.className = 'stet-upload-name'
  name.textContent = file.name
  const message = document.createElement('span')
  message.className = 'stet-upload-message'
  message.setAttribute('role', 'status')
  const progress = document.createElement('progress')
  progress.className = 'stet-upload-progress'
  progress.setAttribute('aria-label', translate('uploading'))
  const retry = button('uploadRetry', onRetry)
  const remove = button('uploadCancel', onRemove)
  const bar = document.createElement('div')
  bar.className = 'stet-upload-bar'
  const words = document.createElement('div')
  words.className = 'stet-upload-words'
  words.append(name, message)
  bar.append(words, progress, retry, remove)
  element.append(bar)
  showSending()
  void showPreview()

  return { element, showProgress, showProblem, showSending }

  function showSending(): void {
    delete element.dataset['stetProblem']
    message.textContent = translate('uploading')
    progress.hidden = false
    progress.removeAttribute('value')
    retry.hidden = true
    remove.textContent = translate('uploadCancel')
  }

  function showProgress(sent: number): void {
    progress.value = sent
  }

  function showProblem(problem: UploadProblem): void {
    element.dataset['stetProblem'] = problem
    message.textContent = translate(problems[problem])
    progress.hidden = true
    retry.hidden = problem === 'too-large' || problem === 'unsupported'
    remove.textContent = translate('uploadRemove')
  }

  /** Drawn, and not loaded from an address of its own: a page's content policy has nothing to say about that. */
  async function showPreview(): Promise<void> {
    let bitmap: ImageBitmap
    try {
      bitmap = await createImageBitmap(file)
    } catch {
      // No picture, or one this browser cannot show. The server has the last word.
      return
    }
    const scale = Math.min(1, maxPreview / bitmap.width)
    const canvas = document.createElement('canvas')
    canvas.className = 'stet-upload-preview'
    canvas.setAttribute('aria-hidden', 'true')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    canvas.style.setProperty('inline-size', `${bitmap.width}px`)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    element.prepend(canvas)
  }

  function button(label: MessageKey, onClick: () => void): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = 'button'
    element.className = 'stet-button'
    element.textContent = translate(label)
    // A press must not take the caret out of the text.
    element.addEventListener('mousedown', (event) => event.preventDefault())
    element.addEventListener('click', onClick)
    return element
  }
}
