// The mark: the word "stet" in a proofreader's italic, with the dots that mean "let it stand". Drawn as outlines so
// that it looks the same whatever fonts a machine has.
import { dots, letters } from './mark-shape.ts'

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 49 33" width="49" height="33" role="img" aria-label="Stet">
      <path class="mark-letters" d={letters} />
      <g class="mark-dots">
        {dots.map((x) => (
          <circle key={x} cx={x} cy={30} r={1.4} />
        ))}
      </g>
    </svg>
  )
}
