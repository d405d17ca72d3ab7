// One search in one editor: what is looked for, which of the matches is the place, and replacing. It knows nothing of the
// form it is asked with. Others may write meanwhile: whoever asks for the next match gets it in the document as it is now.
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Finder, Found, Match } from './find-matches.ts'
import { createFinder, textOf } from './find-matches.ts'
import type { FindOptions } from './find-pattern.ts'
import { createPattern, replacementFor } from './find-pattern.ts'
import { activeMatch, hideHighlights, showHighlights } from './find-highlights.ts'

export interface FindResult {
  readonly count: number
  readonly hasMore: boolean
  /** From 1; 0 when there is no match. */
  readonly index: number
  /** Why the pattern is none. */
  readonly invalid: string | undefined
}

export interface FindSession {
  readonly result: FindResult
  /** Looks for something else, from `place` on. */
  search(options: FindOptions, place: number): void
  /** After the document changed. */
  refresh(): void
  move(step: 1 | -1): void
  /** Replaces the match that is the place and goes to the next. False when there is none, or nothing may be changed. */
  replace(template: string): boolean
  /** How many were replaced, in one step of the history. */
  replaceAll(template: string): number
  /** Takes the marks away and selects the place. */
  end(): void
}

const nothing: FindResult = { count: 0, hasMore: false, index: 0, invalid: undefined }

export function createFindSession(view: EditorView): FindSession {
  let finder: Finder | undefined
  let isRegex = false
  let found: Found = { matches: [], hasMore: false }
  let searched = view.state.doc
  let result = nothing

  function place(index: number): void {
    result = { ...result, count: found.matches.length, hasMore: found.hasMore, index: index + 1 }
    view.dispatch(showHighlights(view.state, found.matches, index))
  }

  /** Searches the document as it is now; the place is the first match at `from` or after it, or the first of all. */
  function searchFrom(from: number): void {
    searched = view.state.doc
    found = finder?.find(searched) ?? { matches: [], hasMore: false }
    const next = found.matches.findIndex((match) => match.from >= from)
    place(found.matches.length === 0 ? -1 : Math.max(0, next))
  }

  function refresh(): void {
    if (view.state.doc !== searched && finder)
      searchFrom(activeMatch(view.state)?.from ?? view.state.selection.from)
  }

  function replacement(match: Match, template: string): string {
    const $from = view.state.doc.resolve(match.from)
    const start = $from.start()
    return finder === undefined
      ? template
      : replacementFor({
          regex: finder.regex,
          isRegex,
          text: textOf($from.parent),
          match: { from: match.from - start, to: match.to - start },
          template,
        })
  }

  /** From the last to the first, so that positions before stay as they are. */
  function put(matches: readonly Match[], template: string): void {
    const { tr, schema, doc } = view.state
    for (const match of matches.toReversed()) {
      const text = replacement(match, template)
      // The words keep the look of those they replace.
      const marks = doc.resolve(match.from).marksAcross(doc.resolve(match.to)) ?? []
      if (text === '') tr.delete(match.from, match.to)
      else tr.replaceWith(match.from, match.to, schema.text(text, marks))
    }
    view.dispatch(tr.setMeta('uiEvent', 'replace'))
  }

  return {
    get result() {
      return result
    },
    search(options, from) {
      const pattern = createPattern(options)
      isRegex = options.isRegex
      finder = pattern.kind === 'pattern' ? createFinder(pattern.regex) : undefined
      result = { ...nothing, invalid: pattern.kind === 'invalid' ? pattern.reason : undefined }
      searchFrom(from)
      if (found.matches.length > 0) reveal(view)
    },
    refresh,
    move(step) {
      refresh()
      const count = found.matches.length
      if (count === 0) return
      place((result.index - 1 + step + count) % count)
      reveal(view)
    },
    replace(template) {
      refresh()
      const match = found.matches[result.index - 1]
      if (!match || !view.editable) return false
      const after = match.from + replacement(match, template).length
      put([match], template)
      searchFrom(after)
      reveal(view)
      return true
    },
    replaceAll(template) {
      if (!finder || !view.editable) return 0
      const { matches } = finder.find(view.state.doc, Number.POSITIVE_INFINITY)
      if (matches.length > 0) put(matches, template)
      refresh()
      return matches.length
    },
    end() {
      const active = activeMatch(view.state)
      const tr = hideHighlights(view.state)
      if (active && active.from < active.to)
        tr.setSelection(TextSelection.create(tr.doc, active.from, active.to))
      view.dispatch(tr)
    },
  }
}

/** The place, in the middle of the window unless it is well in sight. */
function reveal(view: EditorView): void {
  const element = view.dom.querySelector('.stet-match-active')
  if (!element) return
  const { top, bottom } = element.getBoundingClientRect()
  const height = view.dom.ownerDocument.documentElement.clientHeight
  // The bars at the upper edge, and the form itself, cover the first part of the page.
  if (top < 190 || bottom > height - 40) element.scrollIntoView({ block: 'center' })
}
