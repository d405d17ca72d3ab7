// Where a panel stands: beside its anchor, on the side with room, and with it while the page moves. The library that finds
// out is loaded when the first panel opens; until then (once, for a moment) the panel is there but not seen.
import type { Placement, VirtualElement } from '@floating-ui/dom'

export type Anchor = Element | VirtualElement
export type { Placement }

// From the page's edges, px: enough for a shadow and a finger.
const margin = 8

/** Keeps `element` (position: fixed) at the anchor until the returned function is called. */
export function keepAt(anchor: Anchor, element: HTMLElement, placement: Placement): () => void {
  let stop: (() => void) | undefined
  let ended = false
  void begin()
  return () => {
    ended = true
    stop?.()
  }

  async function begin(): Promise<void> {
    const { autoUpdate, computePosition, flip, offset, shift, size } = await import('@floating-ui/dom')
    if (ended) return
    stop = autoUpdate(anchor, element, () => void place())

    async function place(): Promise<void> {
      const { x, y } = await computePosition(anchor, element, {
        placement,
        strategy: 'fixed',
        middleware: [
          offset(6),
          flip({ padding: margin }),
          shift({ padding: margin }),
          size({
            padding: margin,
            apply: ({ availableHeight }) =>
              element.style.setProperty(
                '--stet-popup-room',
                `${Math.max(120, Math.floor(availableHeight))}px`,
              ),
          }),
        ],
      })
      if (ended) return
      element.style.setProperty('left', `${Math.round(x)}px`)
      element.style.setProperty('top', `${Math.round(y)}px`)
      element.dataset['stetPlaced'] = ''
    }
  }
}
