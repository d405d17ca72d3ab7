// What stands in the place of a picture that is not shown: it could not be loaded, or is not loaded because it lies on a third
// site. There its address is a link, which people follow when they want to.
import type { Translator } from '../../messages/translate.ts'
import { createImageIcon } from '../../ui/drawn-icon.ts'

export interface BrokenSign {
  readonly element: HTMLElement
  /** `elsewhere`: the address on a third site. */
  tell(elsewhere: string | undefined): void
}

export interface BrokenSignOptions {
  readonly document: Document
  readonly translate: Translator
  /** What the picture shows, in words. */
  readonly description: HTMLElement
  readonly onRetry: () => void
}

export function createBrokenSign(options: BrokenSignOptions): BrokenSign {
  const { document, translate, description, onRetry } = options
  const element = document.createElement('div')
  const words = document.createElement('span')
  const retry = document.createElement('button')
  element.className = 'stet-picture-broken'
  retry.type = 'button'
  retry.className = 'stet-button'
  retry.textContent = translate('uploadRetry')
  retry.addEventListener('click', onRetry)
  const open = createOutsideLink(document)
  open.className = 'stet-button'
  open.textContent = translate('imageOpen')
  element.append(createImageIcon(document), words, retry, open, description)

  return {
    element,
    tell(elsewhere) {
      retry.hidden = elsewhere !== undefined
      open.hidden = elsewhere === undefined
      if (elsewhere === undefined) {
        open.removeAttribute('href')
        words.textContent = translate('imageBroken')
      } else {
        open.href = elsewhere
        words.textContent = translate('imageElsewhere', { host: hostOf(elsewhere, document) })
      }
    },
  }
}

export function hostOf(address: string, document: Document): string {
  return new URL(address, document.baseURI).host
}

/** The other site learns neither who follows the link nor from where. */
export function createOutsideLink(document: Document): HTMLAnchorElement {
  const link = document.createElement('a')
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  return link
}
