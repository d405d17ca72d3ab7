// Callouts and toggles with real keys: made by typing and from the menus, left at their edges, folded by each reader alone.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { write, writeInto } from '../harness/writing.ts'

const site = useSite('containers')

/** `note[a, b]`, `toggle[a, (b)]` with what is folded away in brackets, `p`. */
const shapeOf = ({ page }: Person) =>
  page.locator('.ProseMirror').evaluate((editable) =>
    [...editable.children].map((block) => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- runs in the page
      const text = (element: Element): string => {
        const copy = element.cloneNode(true) as Element
        for (const flag of copy.querySelectorAll('[data-stet-caret], .ProseMirror-widget')) flag.remove()
        const words = copy.textContent ?? ''
        return element.getClientRects().length === 0 ? `(${words})` : words
      }
      const body = block.querySelector(':scope > .stet-body')
      if (!body) return text(block)
      return `${block.getAttribute('data-callout') ?? 'toggle'}[${[...body.children].map(text).join(', ')}]`
    }),
  )

const waitForShape = (person: Person, ...blocks: readonly string[]) =>
  expect.poll(() => shapeOf(person)).toEqual(blocks)

test('a callout is typed as GitHub writes it, and one undo brings back what was typed', async () => {
  const ada = await site.writer()
  await writeInto(ada, '> [!TIP]')
  await waitForShape(ada, 'tip[]')
  await write(ada, '{Control+z}')
  await waitForShape(ada, '[!TIP]')
  await write(ada, '{Control+y}')
  await waitForShape(ada, 'tip[]')
  await write(ada, 'one{Enter}two{Enter}{Enter}three')
  await waitForShape(ada, 'tip[one, two]', 'three')
  await write(ada, '{Home}{Backspace}')
  await waitForShape(ada, 'tip[one, two, three]')
})

test('its kind is chosen at the sign, and its box taken away without the words', async () => {
  const ada = await site.writer()
  await writeInto(ada, '/warn')
  await ada.page.getByRole('listbox', { name: 'Blocks' }).waitFor()
  await write(ada, '{Enter}words')
  await waitForShape(ada, 'warning[words]')
  await ada.page.getByRole('button', { name: 'Kind of callout' }).click()
  const menu = ada.page.getByRole('menu', { name: 'Kind of callout' })
  await menu.getByRole('menuitemradio', { name: 'Important' }).click()
  await waitForShape(ada, 'important[words]')
  expect(await ada.page.getByRole('note', { name: 'Important' }).count()).toBe(1)
  await write(ada, '!')
  await waitForShape(ada, 'important[words!]')
  await ada.page.getByRole('button', { name: 'Kind of callout' }).click()
  await menu.getByRole('menuitem', { name: /Remove the box/ }).click()
  await waitForShape(ada, 'words!')
  await write(ada, '{Control+z}')
  await waitForShape(ada, 'important[words!]')
})

test('a toggle is folded by its button and by keys, and opens where the caret goes', async () => {
  const ada = await site.writer()
  await writeInto(ada, '>> head{Enter}one{Enter}two{Enter}{Enter}after')
  await waitForShape(ada, 'toggle[head, one, two]', 'after')
  const button = ada.page.getByRole('button', { name: 'Fold or unfold' })
  expect(await button.getAttribute('aria-expanded')).toBe('true')
  await button.click()
  await waitForShape(ada, 'toggle[head, (one), (two)]', 'after')
  expect(await button.getAttribute('aria-expanded')).toBe('false')
  await write(ada, '!')
  await waitForShape(ada, 'toggle[head, (one), (two)]', 'after!')
  await ada.page.getByText('head', { exact: true }).click()
  await write(ada, '{Control+Alt+Enter}')
  await waitForShape(ada, 'toggle[head, one, two]', 'after!')
  await write(ada, '{Control+Alt+Enter}')
  await waitForShape(ada, 'toggle[head, (one), (two)]', 'after!')
  await write(ada, '{End}{Enter}new')
  await waitForShape(ada, 'toggle[head, new, one, two]', 'after!')
})

test('each reader folds alone, and what others write inside does not open it', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, '>> head{Enter}one')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForShape(ben, 'toggle[head, one]')
  await ben.page.getByRole('button', { name: 'Fold or unfold' }).click()
  await waitForShape(ben, 'toggle[head, (one)]')
  await write(ada, ' more{Enter}two')
  await waitForShape(ben, 'toggle[head, (one more), (two)]')
  await waitForShape(ada, 'toggle[head, one more, two]')
})

test('two people write in one callout, and one takes the box away meanwhile', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, ':::note one{Enter}two')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForShape(ben, 'note[one, two]')
  await ben.page.getByText('two').click()
  await write(ben, '{End} from Ben')
  await waitForShape(ada, 'note[one, two from Ben]')
  await ada.page.getByText('one').click()
  await write(ada, '{Home}{Backspace}')
  await waitForShape(ben, 'one', 'two from Ben')
  await write(ben, '!')
  await waitForShape(ada, 'one', 'two from Ben!')
})
