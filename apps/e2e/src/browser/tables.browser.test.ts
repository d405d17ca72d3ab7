// Tables as people use them: made from the menus, walked through and resized by keys, changed from the handles and the table
// menu, pasted from spreadsheets, and worked on by two people at once.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { undoUntil, write, writeInto } from '../harness/writing.ts'

const site = useSite('tables')

/** Each row as its cells between bars. */
const rowsOf = ({ page }: Person) =>
  page.locator('.stet-table').evaluateAll((tables) =>
    tables.flatMap((table) =>
      [...table.querySelectorAll('tr')].map((row) =>
        [...row.cells]
          .map((cell) => {
            const copy = cell.cloneNode(true) as HTMLElement
            for (const flag of copy.querySelectorAll('[data-stet-caret], .ProseMirror-widget')) flag.remove()
            return copy.textContent
          })
          .join('|'),
      ),
    ),
  )

const waitForRows = (person: Person, ...rows: readonly string[]) =>
  expect.poll(() => rowsOf(person)).toEqual(rows)

const widths = ({ page }: Person) =>
  page.locator('th').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width))

/** By place: the text of a cell has the name of whoever's caret is in it. */
const cellAt = ({ page }: Person, row: number, column: number) =>
  page.locator('.stet-table tr').nth(row).locator('td, th').nth(column)

const menuOf = ({ page }: Person) => page.getByRole('menu')
const choose = ({ page }: Person, name: string) =>
  page
    .getByRole('menu')
    .locator('button', { hasText: new RegExp(`^${name}`) })
    .click()

/** A table with these words, row by row, three columns wide; the first row is its header. */
async function writeTable(person: Person, words: string): Promise<void> {
  await writeInto(person, '/table')
  await person.page.getByRole('listbox', { name: 'Blocks' }).waitFor()
  await write(person, `{Enter}${words.replaceAll(' ', '{Tab}')}`)
}

test('a table is made by typing, walked with Tab, and left downwards', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i j')
  await waitForRows(ada, 'a|b|c', 'd|e|f', 'g|h|i', 'j||')
  await write(ada, '{Shift+Tab}I{Control+Enter}below')
  await waitForRows(ada, 'a|b|c', 'd|e|f', 'g|h|I', 'j||')
  expect(await ada.page.locator('.ProseMirror > p').allTextContents()).toEqual(['below'])
  expect(await ada.page.locator('th[scope="col"]').count()).toBe(3)
})

test('the size is chosen with the keyboard or the mouse, and one undo takes the table away', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'text{Alt+/}')
  await write(ada, 'table of{Enter}')
  const picker = ada.page.getByRole('dialog', { name: 'Size of the table' })
  await picker.waitFor()
  await write(ada, '{ArrowRight}{ArrowUp}{Enter}one')
  await waitForRows(ada, 'one|||', '|||')
  await undoUntil(ada, async () => (await ada.page.locator('.ProseMirror table').count()) === 0)
  await waitForRows(ada)
  await ada.page.getByRole('button', { name: 'Table of a size…' }).click()
  await picker.getByRole('gridcell', { name: '2 × 2' }).click()
  await picker.waitFor({ state: 'detached' })
  await write(ada, 'x')
  await waitForRows(ada, 'x|', '|')
})

test('the table menu does everything by keyboard', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i')
  await write(ada, '{Control+Alt+g}')
  await menuOf(ada).waitFor()
  await write(ada, 'ins')
  // Letters jump to lines; Escape leaves everything as it was and gives the focus back to the text.
  await write(ada, '{Escape}!')
  await waitForRows(ada, 'a|b|c', 'd|e|f', 'g|h|i!')
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Move row up')
  await waitForRows(ada, 'a|b|c', 'g|h|i!', 'd|e|f')
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Delete column')
  await waitForRows(ada, 'a|b', 'g|h', 'd|e')
  await write(ada, '{Control+z}')
  await waitForRows(ada, 'a|b|c', 'g|h|i!', 'd|e|f')
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Delete table')
  await waitForRows(ada)
})

test('handles select and change rows and columns, and the bars add at the end', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i')
  const { page } = ada
  await page.getByText('e', { exact: true }).hover()
  await page.getByRole('button', { name: 'Column', exact: true }).click()
  await menuOf(ada).waitFor()
  expect(await page.locator('.selectedCell').allTextContents()).toEqual(['b', 'e', 'h'])
  await choose(ada, 'Align centre')
  expect(await page.locator('[data-align="center"]').count()).toBe(3)
  await page.getByText('d', { exact: true }).hover()
  await page.getByRole('button', { name: 'Row', exact: true }).click()
  await choose(ada, 'Delete row')
  await waitForRows(ada, 'a|b|c', 'g|h|i')
  await page.getByText('g', { exact: true }).hover()
  await page.getByRole('button', { name: 'Add a row' }).click()
  await write(ada, 'new')
  await waitForRows(ada, 'a|b|c', 'g|h|i', 'new||')
  await page.getByText('g', { exact: true }).hover()
  await page.getByRole('button', { name: 'Add a column' }).click()
  await waitForRows(ada, 'a|b|c|', 'g|h|i|', 'new|||')
})

test('rows and columns are dragged by their handles, in one step, and Escape leaves them', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i')
  const { page } = ada
  const grab = async (handle: 'Row' | 'Column', cell: string) => {
    await page.getByText(cell, { exact: true }).hover()
    await page.getByRole('button', { name: handle, exact: true }).hover()
    await page.mouse.down()
  }
  const moveTo = async (cell: string, x: number, y: number) => {
    const box = await page.getByText(cell, { exact: true }).boundingBox()
    await page.mouse.move((box?.x ?? 0) + x, (box?.y ?? 0) + y, { steps: 4 })
    await page.locator('.stet-table-drop').waitFor()
  }
  await grab('Row', 'g')
  await moveTo('a', 0, 0)
  await page.mouse.up()
  await waitForRows(ada, 'g|h|i', 'a|b|c', 'd|e|f')
  expect(await page.locator('.selectedCell').allTextContents()).toEqual(['g', 'h', 'i'])
  expect(await menuOf(ada).count()).toBe(0)
  await write(ada, '{Control+z}')
  await waitForRows(ada, 'a|b|c', 'd|e|f', 'g|h|i')
  await grab('Column', 'a')
  await moveTo('c', 90, 0)
  await page.mouse.up()
  await waitForRows(ada, 'b|c|a', 'e|f|d', 'h|i|g')
  await grab('Row', 'b')
  await moveTo('h', 0, 30)
  await write(ada, '{Escape}')
  await page.locator('.stet-table-drop').waitFor({ state: 'hidden' })
  await page.mouse.up()
  await waitForRows(ada, 'b|c|a', 'e|f|d', 'h|i|g')
})

test('selected cells are merged and split from the menu', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i')
  await ada.page.getByText('d', { exact: true }).click()
  await ada.page.getByText('e', { exact: true }).click({ modifiers: ['Shift'] })
  await expect.poll(() => ada.page.locator('.selectedCell').count()).toBe(2)
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Merge cells')
  await waitForRows(ada, 'a|b|c', 'de|f', 'g|h|i')
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Split cell')
  await waitForRows(ada, 'a|b|c', 'de||f', 'g|h|i')
})

test('a column is resized by its edge and by keys, for everyone, and undone in one step', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeTable(ada, 'a b c d e f g h i')
  const ben = await site.writer({ name: 'Ben', address })
  const { page } = ada
  const before = await widths(ada)
  const middle = page.getByText('e', { exact: true })
  await middle.hover()
  const edge = page.locator('.stet-table-edge')
  await edge.hover()
  const box = await edge.boundingBox()
  await page.mouse.down()
  await page.mouse.move((box?.x ?? 0) + 65, (box?.y ?? 0) + 20, { steps: 3 })
  await page.mouse.up()
  await expect.poll(async () => (await widths(ada))[1]).toBeCloseTo((before[1] ?? 0) + 60, -1)
  expect((await widths(ada))[0]).toBeCloseTo(before[0] ?? 0, -1)
  await expect.poll(() => widths(ben)).toEqual(await widths(ada))
  await write(ada, '{Control+z}')
  await expect.poll(() => widths(ada)).toEqual(before)
  await middle.click()
  await write(ada, '{Alt+Shift+ArrowRight}')
  await expect.poll(async () => (await widths(ada))[1]).toBeGreaterThan((before[1] ?? 0) + 10)
})

test('cells of a spreadsheet are pasted over the cells, as a table or as tabbed text', async () => {
  const ada = await site.writer()
  await writeTable(ada, 'a b c d e f g h i')
  const paste = (type: string, text: string) =>
    ada.page.locator('.ProseMirror').evaluate(
      (editable, data) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData(data.type, data.text)
        editable.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        )
      },
      { type, text },
    )
  await ada.page.getByText('e', { exact: true }).click()
  await paste('text/html', '<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>')
  await waitForRows(ada, 'a|b|c', 'd|1|2', 'g|3|4')
  await ada.page.getByText('a', { exact: true }).click()
  await paste('text/plain', '5\t6\n7\t8')
  await waitForRows(ada, '5|6|c', '7|8|2', 'g|3|4')
  await write(ada, '{Control+z}')
  await waitForRows(ada, 'a|b|c', 'd|1|2', 'g|3|4')
  await write(ada, '{Control+End}')
  await ada.page.locator('.ProseMirror > p').last().click()
  await paste('text/plain', 'x\ty\nz\tw\n')
  await waitForRows(ada, 'a|b|c', 'd|1|2', 'g|3|4', 'x|y', 'z|w')
})

test('a row and a column inserted at once make a rectangle that is the same for both', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeTable(ada, 'a b c d e f g h i')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForRows(ben, 'a|b|c', 'd|e|f', 'g|h|i')
  await cellAt(ada, 1, 1).click()
  await cellAt(ben, 1, 1).click()
  // What the menus need is loaded by then.
  for (const { page } of [ada, ben]) await page.getByRole('button', { name: 'Row', exact: true }).waitFor()
  await ada.context.setOffline(true)
  await ben.context.setOffline(true)
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Insert row below')
  await write(ben, '{Control+Alt+g}')
  await choose(ben, 'Insert column right')
  await waitForRows(ada, 'a|b|c', 'd|e|f', '||', 'g|h|i')
  await waitForRows(ben, 'a|b||c', 'd|e||f', 'g|h||i')
  await ada.context.setOffline(false)
  await ben.context.setOffline(false)
  for (const person of [ada, ben]) {
    await expect
      .poll(async () => (await rowsOf(person)).filter((row) => row.split('|').length === 4))
      .toHaveLength(4)
  }
  await expect.poll(async () => (await rowsOf(ben)).join('\n')).toBe((await rowsOf(ada)).join('\n'))
})

test('who deletes a column in which somebody types loses nothing of the other columns', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeTable(ada, 'a b c d e f g h i')
  const ben = await site.writer({ name: 'Ben', address })
  await waitForRows(ben, 'a|b|c', 'd|e|f', 'g|h|i')
  await cellAt(ben, 1, 1).click()
  await cellAt(ada, 2, 1).click()
  await ben.context.setOffline(true)
  await write(ben, ' typed meanwhile')
  await write(ada, '{Control+Alt+g}')
  await choose(ada, 'Delete column')
  await ben.context.setOffline(false)
  await expect.poll(() => ben.page.locator('th').count()).toBe(2)
  // What was typed in the column meanwhile is in the cell beside it: nobody had seen it when the column went.
  for (const person of [ada, ben]) {
    await waitForRows(person, 'a|c', 'd typed meanwhile|f', 'g|i')
  }
})

test('on a phone a wide table scrolls by itself and the page does not', async () => {
  const ada = await site.writer({ name: 'Ada', address: site.newAddress() })
  await ada.page.setViewportSize({ width: 390, height: 844 })
  await writeTable(
    ada,
    'mountaineering-instructions accommodation-and-meals transportation-of-goods d e f g h i',
  )
  const [table, page] = await ada.page.evaluate(() => [
    [...document.querySelectorAll('.stet-table-scroll')].map(
      (each) => each.scrollWidth > each.clientWidth,
    )[0],
    document.documentElement.scrollWidth <= innerWidth,
  ])
  expect(table).toBe(true)
  expect(page).toBe(true)
})
