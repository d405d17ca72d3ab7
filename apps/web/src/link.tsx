// A real link that moves inside the site without loading it again. New tabs, downloads and modified clicks stay the
// browser's business.
import type { AnchorHTMLAttributes } from 'preact'
import { isPlainClick } from './router.ts'
import { router } from './services.ts'

export function Link({ href, ...rest }: AnchorHTMLAttributes & { readonly href: string }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        router.navigate(href)
      }}
    />
  )
}
