// Writing with real keys, and what is on the page afterwards, block by block, in a notation that a test can be read by.
import { expect } from 'vitest'
import type { Person } from './browser.ts'

/** Types the text; what stands in braces is pressed: `# Title{Enter}Text{Control+b}bold`. */
export async function write({ page }: Person, keys: string): Promise<void> {
  for (const part of keys.split(/(\{[^{}]+\})/)) {
    const key = /^\{(.+)\}$/.exec(part)?.[1]
    if (key !== undefined) await page.keyboard.press(key)
    else if (part !== '') await page.keyboard.type(part)
  }
}

/** Clicks below the text, which puts the caret at its end, then types and presses as `write` does. */
export async function writeInto(person: Person, keys: string): Promise<void> {
  await person.page.locator('.ProseMirror').click()
  await write(person, keys)
}

/** Clicks before the first word, a paragraph's or a heading's, then types and presses as `write` does. */
export async function writeAtStart(person: Person, keys: string): Promise<void> {
  await person.page.locator('.ProseMirror > :first-child').click({ position: { x: 1, y: 10 } })
  await write(person, keys)
}

/**
 * The blocks as a reader sees them: `# Heading`, `- bullet`, `3. item` (its shown number), `[x] task`, `> quote`, `---`,
 * "```js code" with `⏎` for line breaks; two spaces for each level of indent; marks as `<b> <i> <u> <s> <code> <a …>`.
 */
export function blocksOf({ page }: Person): Promise<string[]> {
  return page.locator('.ProseMirror').evaluate(readBlocks)
}

/** Waits until the page shows exactly these blocks. */
export async function waitForBlocks(person: Person, blocks: readonly string[]): Promise<void> {
  await expect.poll(() => blocksOf(person)).toEqual(blocks)
}

/**
 * Takes back (or, with `Control+y`, does again) step by step, until exactly these blocks are there. Keys that come half a
 * second apart are steps of their own, and how long a busy machine pauses between two keys nobody knows.
 */
export async function undoTo(person: Person, blocks: readonly string[], key = 'Control+z'): Promise<void> {
  const wanted = JSON.stringify(blocks)
  await undoUntil(person, async () => JSON.stringify(await blocksOf(person)) === wanted, key)
}

/** The same, until something else is so. Each step must change a block. */
export async function undoUntil(
  person: Person,
  isDone: () => Promise<boolean>,
  key = 'Control+z',
): Promise<void> {
  const content = (): Promise<string> => person.page.locator('.ProseMirror').innerHTML()
  while (!(await isDone())) {
    const before = await content()
    await person.page.keyboard.press(key)
    await expect.poll(content).not.toBe(before)
  }
}

// Runs in the page.
function readBlocks(editable: Element): string[] {
  const tags: Readonly<Record<string, string>> = { STRONG: 'b', EM: 'i', U: 'u', S: 's', CODE: 'code' }
  const unread =
    '[data-stet-caret], .ProseMirror-widget, .ProseMirror-separator, .ProseMirror-trailingBreak, .stet-task-box'
  const inline = (node: Node): string => {
    if (!(node instanceof Element)) return node.textContent ?? ''
    if (node.matches(unread)) return ''
    if (node.tagName === 'BR') return '⏎'
    const inner = Array.from(node.childNodes, inline).join('')
    if (node.tagName === 'A') return `<a ${node.getAttribute('href') ?? 'nowhere'}>${inner}</a>`
    const mark = tags[node.tagName]
    return mark === undefined ? inner : `<${mark}>${inner}</${mark}>`
  }
  const block = (element: Element): string => {
    if (element.tagName === 'HR') return '---'
    if (element.tagName === 'PRE') {
      const language = element.getAttribute('data-language') ?? ''
      const code = Array.from(element.firstElementChild?.childNodes ?? [], inline).join('')
      return `\`\`\`${language} ${code.replaceAll('\n', '⏎')}`
    }
    const kind = element.getAttribute('data-kind')
    const signs: Readonly<Record<string, string>> = {
      paragraph: '',
      heading: `${'#'.repeat(Number(element.getAttribute('data-level')))} `,
      bullet: '- ',
      ordered: `${element.getAttribute('start') ?? '1'}. `,
      task: element.getAttribute('data-checked') === 'true' ? '[x] ' : '[ ] ',
    }
    const indent = '  '.repeat(Number(element.getAttribute('data-indent') ?? 0))
    const quote = element.hasAttribute('data-quote') ? '> ' : ''
    return indent + quote + (signs[kind ?? ''] ?? `<${element.tagName}> `) + inline(element)
  }
  return Array.from(editable.children)
    .filter((child) => !child.matches(unread))
    .map(block)
}
