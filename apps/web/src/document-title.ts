// The browser tab's words: what is shown, then the product.
import { useEffect } from 'preact/hooks'

export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === '' ? 'Stet' : `${title} · Stet`
  }, [title])
}
