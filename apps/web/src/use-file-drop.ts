// A file that is let go beside the text, on a bar or in the margin, goes where it was meant to go. Left to the browser it
// would be opened in place of the document.
import type { Editor } from '@stet/editor'
import { useEffect } from 'preact/hooks'

export function useFileDrop(editor: Editor | undefined): void {
  useEffect(() => {
    // At the window, after everybody who has a better use for it.
    const over = (event: DragEvent) => {
      if (isStrayFile(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!isStrayFile(event)) return
      event.preventDefault()
      if (editor !== undefined) dropOnText(editor.view.dom, event)
    }
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
    }
  }, [editor])
}

function isStrayFile({ defaultPrevented, dataTransfer }: DragEvent): boolean {
  return !defaultPrevented && (dataTransfer?.types.includes('Files') ?? false)
}

/** The same drop, at the point of the text that is nearest to it. */
function dropOnText(text: HTMLElement, { clientX, clientY, dataTransfer }: DragEvent): void {
  const { left, right, top, bottom } = text.getBoundingClientRect()
  text.dispatchEvent(
    new DragEvent('drop', {
      bubbles: true,
      cancelable: true,
      dataTransfer,
      clientX: between(left + 1, clientX, right - 1),
      clientY: between(Math.max(top, 0) + 1, clientY, Math.min(bottom, innerHeight) - 1),
    }),
  )
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
