// The Markdown we read: GitHub's (tables, tasks, ~~strike~~, bare addresses), with formulas and callouts. markdown-it
// finds the structure; these are the rules it lacks. Addresses are handed on as written and judged by safeHref.

import createParser from 'markdown-it'
import type { MarkdownIt, StateBlock, StateCore, StateInline, Token } from 'markdown-it'

/** On a `list_item_open` token that is a task. */
export interface TaskMeta {
  readonly checked: boolean
}

/** On the `blockquote_open` and `blockquote_close` tokens of a callout: `note`, `tip`, … */
export interface CalloutMeta {
  readonly callout: string
}

// Every level costs stack and, in a hostile file, time for each line inside it. markdown-it counts two for a list. What
// is nested deeper is read as plain text; markdown-it itself would leave it out.
const maxLevel = 60
// A longer formula in a sentence is two dollar signs that have nothing to do with each other.
const maxInlineMath = 2000

export function createMarkdownParser(): MarkdownIt {
  const parser = new createParser({ html: true, linkify: true, maxNesting: maxLevel + 20 })
  parser.normalizeLink = (url) => url
  parser.normalizeLinkText = (text) => text
  parser.validateLink = () => true
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  for (const schema of ['ftp:', '//', 'mailto:']) parser.linkify.add(schema, null)
  parser.block.ruler.before('table', 'too_deep', tooDeep)
  parser.block.ruler.before('fence', 'math_block', mathBlock, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
  parser.inline.ruler.after('escape', 'math_inline', mathInline)
  parser.core.ruler.after('block', 'tasks', findTasks)
  parser.core.ruler.after('block', 'callouts', findCallouts)
  return parser
}

function tooDeep(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (silent || state.level < maxLevel) return false
  state.push('paragraph_open', 'p', 1)
  const inline = state.push('inline', '', 0)
  inline.content = state.getLines(startLine, endLine, state.blkIndent, false).trim()
  inline.children = []
  state.push('paragraph_close', 'p', -1)
  state.line = endLine
  return true
}

// $$ … $$, on lines of its own or all on one line.
function mathBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const line = (number: number): string =>
    state.src.slice(
      (state.bMarks[number] ?? 0) + (state.tShift[number] ?? 0),
      state.eMarks[number] ?? state.src.length,
    )
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const first = line(startLine)
  if (!first.startsWith('$$')) return false
  const rest = first.slice(2)
  const oneLine = /^(.+?)\$\$\s*$/.exec(rest)
  if (oneLine) {
    if (silent) return true
    return pushMath(state, { tex: oneLine[1]?.trim() ?? '', end: startLine + 1 })
  }
  if (rest.trim() !== '') return false
  for (let next = startLine + 1; next < endLine; next++) {
    // A line that is set in less ends the quote or item around.
    if ((state.sCount[next] ?? 0) < state.blkIndent && !state.isEmpty(next)) return false
    if (line(next).trim() !== '$$') continue
    if (silent) return true
    const tex = state.getLines(startLine + 1, next, state.blkIndent, false)
    return pushMath(state, { tex, end: next + 1 })
  }
  return false
}

function pushMath(state: StateBlock, math: { readonly tex: string; readonly end: number }): true {
  state.push('math_block', '', 0).content = math.tex
  state.line = math.end
  return true
}

// $…$ as Pandoc and GitHub read it: no space inside at either end and no digit after it, so that "$5 and $6" stay money.
// $`…`$ is GitHub's form for formulas that hold a dollar sign.
function mathInline(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '$') return false
  const start = state.pos + 1
  const most = Math.min(state.posMax, start + maxInlineMath)
  const found =
    state.src[start] === '`' ? quotedMath(state.src, start, most) : plainMath(state.src, start, most)
  if (found === undefined) return false
  if (!silent) state.push('math_inline', '', 0).content = found.tex.replace(/\n/g, ' ')
  state.pos = found.end
  return true
}

interface FoundMath {
  readonly tex: string
  readonly end: number
}

function quotedMath(...[source, start, most]: [string, number, number]): FoundMath | undefined {
  const close = source.slice(start + 1, most).indexOf('`$')
  if (close < 1) return undefined
  return { tex: source.slice(start + 1, start + 1 + close), end: start + close + 3 }
}

function plainMath(...[source, start, most]: [string, number, number]): FoundMath | undefined {
  if (/^[\s$]/.test(source[start] ?? ' ')) return undefined
  for (let end = start; end < most; end++) {
    if (source[end] === '\\') end += 1
    else if (source[end] === '$') {
      const bad = /\s/.test(source[end - 1] ?? '') || /[\d$]/.test(source[end + 1] ?? '')
      return bad ? undefined : { tex: source.slice(start, end), end: end + 1 }
    }
  }
  return undefined
}

// "[ ] " or "[x] " at the beginning of an item.
function findTasks(state: StateCore): void {
  for (const [index, token] of state.tokens.entries()) {
    const inline = firstParagraph(state.tokens, index)
    if (token.type !== 'list_item_open' || inline === undefined) continue
    const box = /^\[([ xX])\](?:[ \t\n]+|$)/.exec(inline.content)
    if (!box) continue
    inline.content = inline.content.slice(box[0].length)
    token.meta = { checked: box[1] !== ' ' } satisfies TaskMeta
  }
}

// "[!NOTE]" alone on the first line of a quote.
function findCallouts(state: StateCore): void {
  const { tokens } = state
  const spent = new Set<Token>()
  for (const [index, token] of tokens.entries()) {
    const inline = firstParagraph(tokens, index)
    if (token.type !== 'blockquote_open' || inline === undefined) continue
    const head = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i.exec(inline.content)
    if (!head) continue
    inline.content = inline.content.slice(head[0].length)
    const meta = { callout: head[1]?.toLowerCase() ?? 'note' } satisfies CalloutMeta
    token.meta = meta
    for (let end = index + 1; end < tokens.length; end++) {
      const close = tokens[end]
      if (close?.type !== 'blockquote_close' || close.level !== token.level) continue
      close.meta = meta
      break
    }
    const whole = tokens.slice(index + 1, index + 4)
    if (inline.content === '') for (const part of whole) spent.add(part)
  }
  if (spent.size > 0) state.tokens = tokens.filter((token) => !spent.has(token))
}

function firstParagraph(tokens: readonly Token[], index: number): Token | undefined {
  return tokens[index + 1]?.type === 'paragraph_open' ? tokens[index + 2] : undefined
}
