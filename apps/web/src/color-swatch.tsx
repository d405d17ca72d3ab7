// One colour to choose: a radio button that looks like a drop of paint.
import { useLayoutEffect, useRef } from 'preact/hooks'

export interface ColorSwatchProps {
  readonly name: string
  /** `#rrggbb` */
  readonly color: string
  readonly chosen: boolean
  readonly onChoose: () => void
}

export function ColorSwatch({ name, color, chosen, onChoose }: ColorSwatchProps) {
  const label = useRef<HTMLLabelElement>(null)
  useLayoutEffect(() => label.current?.style.setProperty('--swatch-color', color), [color])
  return (
    <label class="swatch" ref={label} title={name}>
      <input type="radio" name="color" value={color} checked={chosen} aria-label={name} onChange={onChoose} />
    </label>
  )
}
