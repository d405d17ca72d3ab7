// A person as a disc: initials on their colour. The colour comes from someone else's browser, so it is checked, and set
// as a custom property through the CSSOM (a style attribute would need a weaker Content-Security-Policy).
import { useLayoutEffect, useRef } from 'preact/hooks'
import { colorOrDefault, inkOn } from './color.ts'
import { initials } from './identity.ts'

export interface AvatarProps {
  readonly name: string
  readonly color: string
  /** Not at the page just now: a paler disc. */
  readonly idle?: boolean
}

/**
 * Decoration: whoever shows it names the person beside it or in a label. The initials are drawn by the style sheet, so
 * that nobody hears or searches them.
 */
export function Avatar({ name, color, idle = false }: AvatarProps) {
  const disc = useRef<HTMLSpanElement>(null)
  const paint = colorOrDefault(color, name)
  useLayoutEffect(() => {
    disc.current?.style.setProperty('--person-color', paint)
    disc.current?.style.setProperty('--person-ink', inkOn(paint))
  }, [paint])
  return <span class="avatar" data-idle={idle || undefined} ref={disc} data-initials={initials(name)} />
}
