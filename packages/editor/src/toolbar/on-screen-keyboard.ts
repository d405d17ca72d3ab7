// How much of the page's lower end the on-screen keyboard covers, as `--stet-keyboard` on the element, so that the toolbar
// can stand above it. Browsers that make the page smaller instead (and every one without such a keyboard) give nothing.

/** Returns the way to stop. */
export function watchKeyboard(element: HTMLElement): () => void {
  const window = element.ownerDocument.defaultView
  const seen = window?.visualViewport
  if (!window || !seen || !isTouch(window)) return () => {}
  const show = () => {
    // Zoomed in with two fingers, the part that is seen is smaller too, and nothing covers the rest.
    const covered = seen.scale > 1.01 ? 0 : Math.max(0, window.innerHeight - seen.height - seen.offsetTop)
    element.style.setProperty('--stet-keyboard', `${Math.round(covered)}px`)
  }
  show()
  seen.addEventListener('resize', show)
  seen.addEventListener('scroll', show)
  return () => {
    seen.removeEventListener('resize', show)
    seen.removeEventListener('scroll', show)
  }
}

/** A finger is what this device is used with. */
export function isTouch(window: Window): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
