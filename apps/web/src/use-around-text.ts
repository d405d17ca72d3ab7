// What is shown around the text just now, and the ways to change it: for the document's menu, the people, and the parts
// themselves.
import type { Editor, OutlineEntry } from '@stet/editor'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { AroundText, AroundTextProps } from './around-text.tsx'
import type { CopyLink } from './copy-link.tsx'
import type { DocumentMenu, DocumentMenuProps } from './document-menu.tsx'
import { sameOutline } from './outline.ts'
import type { PersonHere } from './people.ts'
import type { Presence } from './presence.tsx'
import { outlineShownStore } from './services.ts'
import { useMedia } from './use-media.ts'
import { useQuietly } from './use-quietly.ts'
import { useStore } from './use-store.ts'

interface Parts {
  readonly AroundText: typeof AroundText
  readonly CopyLink: typeof CopyLink
  readonly DocumentMenu: typeof DocumentMenu
  readonly Presence: typeof Presence
}

export interface AroundTextState {
  /** Undefined until they are loaded. */
  readonly loaded: Parts | undefined
  readonly follow: (person: PersonHere) => void
  readonly menu: Omit<DocumentMenuProps, 'editor' | 'title' | 'readonly'>
  readonly parts: Omit<AroundTextProps, 'editor'>
}

const none: readonly OutlineEntry[] = []

export function useAroundText(editor: Editor | undefined): AroundTextState {
  const outline =
    useQuietly(editor, {
      events: ['change'],
      read: (editor) => editor.getOutline(),
      isSame: sameOutline,
    }) ?? none
  // The measure of the text, the panel on one side, and as much on the other.
  const wide = useMedia('(min-width: 78rem)')
  const wanted = useStore(outlineShownStore)
  const [sheet, setSheet] = useState(false)
  const [focusMode, setFocusMode] = useState(false)
  const [following, follow] = useState<PersonHere>()
  const [problem, setProblem] = useState<string>()
  const outlineShown = wide ? wanted : sheet

  const [loaded, setLoaded] = useState<Parts>()
  useEffect(() => {
    if (editor === undefined) return
    // Without a network the text is what counts; the parts come with the next visit.
    import('./document-parts.ts').then(setLoaded, () => {})
  }, [editor])

  return {
    loaded,
    follow,
    menu: {
      outline,
      outlineShown,
      onOutline: () => (wide ? outlineShownStore.set(!wanted) : setSheet(true)),
      onFocusMode: () => {
        setFocusMode(true)
        editor?.focus()
      },
      onProblem: setProblem,
    },
    parts: {
      outline,
      outlineShown,
      wide,
      onCloseOutline: () => setSheet(false),
      focusMode,
      onLeaveFocusMode: useCallback(() => {
        setFocusMode(false)
        editor?.focus()
      }, [editor]),
      following,
      onUnfollow: useCallback(() => follow(undefined), []),
      problem,
      onProblem: setProblem,
    },
  }
}
