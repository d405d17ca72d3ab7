// Colours of remote selections without a single style attribute: a strict Content-Security-Policy forbids those, and
// a peer's colour must never be able to say more than a colour. Decorations can carry a class, so each colour gets one,
// `stet-selection-rrggbb`, whose rule lives in a constructed style sheet (CSSOM is not bound by style-src) and sets
// one custom property, `--stet-caret-color`.

/** One sheet per document or shadow root; a page rarely shows more colours than this at once. */
const maxColors = 256

export interface ColorSheet {
  /** The class for a checked `#rrggbb`. Beyond the bound the rule is missing and the style sheet's default shows. */
  selectionClass(color: string): string
  destroy(): void
}

export function createColorSheet(root: unknown): ColorSheet {
  const sheet = adoptSheet(root)
  const known = new Set<string>()
  return {
    selectionClass: (color) => {
      const name = `stet-selection-${color.slice(1)}`
      if (sheet !== null && !known.has(color) && known.size < maxColors) {
        known.add(color)
        sheet.insertRule(`.${name} { --stet-caret-color: ${color}; }`)
      }
      return name
    },
    destroy: () => {
      if (sheet !== null) dropSheet(root, sheet)
    },
  }
}

interface StyledRoot {
  adoptedStyleSheets: CSSStyleSheet[]
}

/** Where style sheets cannot be constructed (Node, old browsers) carets still show, in the style sheet's colour. */
function adoptSheet(root: unknown): CSSStyleSheet | null {
  if (!isStyledRoot(root) || typeof CSSStyleSheet !== 'function') return null
  const sheet = new CSSStyleSheet()
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  return sheet
}

function dropSheet(root: unknown, sheet: CSSStyleSheet): void {
  if (isStyledRoot(root)) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet)
}

function isStyledRoot(root: unknown): root is StyledRoot {
  return typeof root === 'object' && root !== null && 'adoptedStyleSheets' in root
}
