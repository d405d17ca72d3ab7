// All text below a Yjs type, in order, whatever its shape. A hostile document can nest thousands deep or hold other
// things than elements and text where we expect those, so this walks with a stack of its own and skips the rest.

import * as Y from 'yjs'

/** The text in `root`; each hard break counts as `lineBreak`. */
export function textIn(root: Y.XmlElement | Y.XmlFragment | Y.XmlText, lineBreak: string): string {
  let text = ''
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const item = waiting.pop()
    if (typeof item === 'string') text += item
    else if (item instanceof Y.XmlText) {
      for (const { insert } of item.toDelta() as { insert: unknown }[]) {
        if (typeof insert === 'string') text += insert
      }
    } else if (item instanceof Y.XmlElement && item.nodeName === 'hard_break') text += lineBreak
    else if (item instanceof Y.XmlFragment) waiting.push(...(item.toArray() as unknown[]).toReversed())
  }
  return text
}
