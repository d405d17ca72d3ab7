// In which order features may claim a key, whichever of them an editor has.

const order: readonly string[] = [
  'history',
  'marks',
  'colors',
  'color-menus',
  'math-menus',
  'math',
  'headings',
  'lists',
  'quote',
  'code-block',
  'code-block-menus',
  'callout',
  'toggle',
  // After lists and code, which lose their own quality first; before the fallbacks of paragraphs.
  'container-keys',
  // After lists and code, which have a Tab of their own, also inside a cell.
  'table',
  'table-menus',
  // Before pictures, which are only some of the files that are dropped together.
  'import',
  'uploads',
  'figure',
  'figure-menus',
  'divider',
  'link-menus',
  'link',
  'typography',
  'hard-break',
  'block-ids',
  'empty-document',
  'placeholder',
  'page-end',
  'long-document',
  'direction',
  'pasted-styles',
  'pasted-markdown',
  'unsupported',
]

/** Menus come as they are given, after all these. */
const ofMenus = order.length
/** What is left when nobody else has claimed a key. */
const last = 'paragraphs'

export function inOrder<Named extends { readonly name: string }>(
  features: readonly Named[],
): readonly Named[] {
  return features.toSorted((a, b) => place(a.name) - place(b.name))
}

function place(name: string): number {
  const found = order.indexOf(name)
  if (found >= 0) return found
  return name === last ? ofMenus + 1 : ofMenus
}
