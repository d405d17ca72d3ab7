// What a panel shows of the text, read anew when nobody types: reading costs little, but never a key.
import type { Editor } from '@stet/editor'
import { useEffect, useState } from 'preact/hooks'

// After the last key: people pause as long between two words.
const restMs = 300

/** `read` after the editor is there and after each of `events`. `isSame` keeps equal values from being rendered again. */
export function useQuietly<Value>(
  editor: Editor | undefined,
  {
    events,
    read,
    isSame,
  }: {
    readonly events: readonly ('change' | 'selection')[]
    readonly read: (editor: Editor) => Value
    readonly isSame: (a: Value, b: Value) => boolean
  },
): Value | undefined {
  const [value, setValue] = useState<Value>()
  useEffect(() => {
    if (editor === undefined) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let idle: number | undefined
    const readNow = () => {
      const next = read(editor)
      setValue((shown) => (shown !== undefined && isSame(shown, next) ? shown : next))
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (typeof requestIdleCallback !== 'function') readNow()
        else {
          if (idle !== undefined) cancelIdleCallback(idle)
          idle = requestIdleCallback(readNow, { timeout: 1000 })
        }
      }, restMs)
    }
    readNow()
    const offs = events.map((name) => editor.on(name, soon))
    return () => {
      clearTimeout(timer)
      if (idle !== undefined) cancelIdleCallback(idle)
      for (const off of offs) off()
    }
    // What is read of an editor, and when, does not change while it is shown.
  }, [editor])
  return value
}
