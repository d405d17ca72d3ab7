// Code as an editor of code (VS Code and what is made of it) puts it on the clipboard: no <pre>, but a `div` that looks like
// one, with a `div` for each line and a colour for each word.

import { childrenOf, isElement, tagOf, writtenStyle } from './pasted-element.ts'
import type { PastedElement } from './pasted-element.ts'

/** Several lines of code; a word or a line that was copied from code is text to go on with. */
export function isCopiedCode(element: PastedElement): boolean {
  const style = writtenStyle(element)
  if (!/white-space\s*:\s*pre/i.test(style) || !/font-family\s*:[^;]*monospace/i.test(style)) return false
  const children = [...childrenOf(element)].filter(isElement)
  return children.length > 1 && children.every((child) => tagOf(child) === 'div' || tagOf(child) === 'br')
}
