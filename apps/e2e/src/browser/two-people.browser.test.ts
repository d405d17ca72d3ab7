// Two people edit one document, each in a browser of their own, with real keys.
import { beforeEach, expect, test } from 'vitest'
import { htmlOf, textOf, waitForState, waitForText, waitUntilEqual, type Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'

const site = useSite('two-people')
let ada: Person
let ben: Person

beforeEach(async () => {
  const address = site.newAddress()
  ada = await site.writer({ name: 'Ada', address })
  ben = await site.writer({ name: 'Ben', address })
})

async function type(person: Person, text: string): Promise<void> {
  await person.page.locator('.ProseMirror').click()
  await person.page.keyboard.press('Control+End')
  await person.page.keyboard.type(text)
}

test('what one types the other sees, both ways', async () => {
  await type(ada, 'Hello from Ada. ')
  await waitForText(ben, 'Hello from Ada.')
  await type(ben, 'And from Ben.')
  await waitForText(ada, 'And from Ben.')
  expect(await waitUntilEqual(ada, ben)).toBe('Hello from Ada. And from Ben.')
})

test('each sees the caret of the other with the name, and the text does not shift for it', async () => {
  await type(ada, 'A line to stand in.')
  await waitForText(ben, 'A line to stand in.')
  const before = await ben.page.locator('.ProseMirror').evaluate(widthOfText)
  await type(ben, '')
  await ada.page.locator('[data-stet-caret]', { hasText: 'Ben' }).waitFor({ state: 'attached' })
  await ben.page.locator('[data-stet-caret]', { hasText: 'Ada' }).waitFor({ state: 'attached' })
  expect(await ben.page.locator('.ProseMirror').evaluate(widthOfText)).toBe(before)
})

/** 499 keys: fifty groups of nine and the spaces between them. */
function letters(letter: string): string {
  return Array.from({ length: 50 }, () => letter.repeat(9)).join(' ')
}

function widthOfText(editable: Element): number {
  const range = document.createRange()
  range.selectNodeContents(editable.children[0] ?? editable)
  const texts = [...range.getClientRects()]
  return Math.max(...texts.map((rect) => rect.right)) - Math.min(...texts.map((rect) => rect.left))
}

test('500 characters typed by both at once end equal', async () => {
  await type(ada, 'start ')
  await waitForText(ben, 'start')
  await Promise.all([type(ada, letters('a')), type(ben, letters('b'))])
  const text = await waitUntilEqual(ada, ben)
  expect(text.match(/a/g)?.length).toBe(450 + 1)
  expect(text.match(/b/g)?.length).toBe(450)
})

test('a reload shows everything', async () => {
  await type(ada, 'Still here after a reload.')
  await waitForText(ben, 'Still here after a reload.')
  await ben.page.reload()
  await ben.page.locator('.ProseMirror[contenteditable="true"]').waitFor()
  await waitForText(ben, 'Still here after a reload.')
})

test('one goes offline, both type, and both are equal when they return', async () => {
  await type(ada, 'Together. ')
  await waitForText(ben, 'Together.')
  await ada.context.setOffline(true)
  await waitForState(ada, 'offline')
  await type(ada, 'Ada alone. ')
  await type(ben, 'Ben alone. ')
  await waitForState(ben, 'saved')
  expect(await textOf(ben)).not.toContain('Ada alone')
  await ada.context.setOffline(false)
  await waitForText(ben, 'Ada alone.')
  await waitForText(ada, 'Ben alone.')
  await waitUntilEqual(ada, ben)
  await waitForState(ada, 'saved')
})

test('undo takes back only my own typing, and redo brings it again', async () => {
  await type(ada, 'Ada wrote this. ')
  await waitForText(ben, 'Ada wrote this.')
  await type(ben, 'Ben wrote that. ')
  await waitForText(ada, 'Ben wrote that.')
  await ada.page.locator('.ProseMirror').focus()
  // A pause between two keys ends a step, and how long the test's machine pauses nobody knows: so as often as it takes.
  let text = await waitUntilEqual(ada, ben)
  while (text.includes('A')) text = await pressUntilChanged('Control+z', text)
  expect(text.trim()).toBe('Ben wrote that.')
  while (!text.includes('Ada wrote this.')) text = await pressUntilChanged('Control+Shift+z', text)
  expect(text).toContain('Ben wrote that.')
  await waitUntilEqual(ada, ben)

  async function pressUntilChanged(key: string, before: string): Promise<string> {
    await ada.page.keyboard.press(key)
    await expect.poll(() => textOf(ben)).not.toBe(before)
    return waitUntilEqual(ada, ben)
  }
})

test('a peer who turns the paragraph into a heading and a list does not interrupt typing', async () => {
  await type(ada, 'one two')
  await waitForText(ben, 'one two')
  await ben.page.locator('.ProseMirror').click()
  const typing = type(ada, ' three four five six seven eight nine ten')
  await ben.page.keyboard.press('Control+Alt+1')
  await ben.page.keyboard.press('Control+Alt+2')
  await typing
  expect(await waitUntilEqual(ada, ben)).toBe('one two three four five six seven eight nine ten')
  expect(await htmlOf(ada)).toContain('<h2')
})
