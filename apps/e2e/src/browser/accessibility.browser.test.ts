// What people who do not see the page, or do not use a mouse, meet: the tree that screen readers get from the real browser,
// and what axe finds on each page, in light and dark.
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from '../harness/axe.ts'
import type { Person } from '../harness/browser.ts'
import { windowSize } from '../harness/browser.ts'
import { pngFile } from '../harness/pictures.ts'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('accessibility')

interface TreeNode {
  readonly ignored: boolean
  readonly role?: { readonly value?: string }
  readonly name?: { readonly value?: string }
  readonly properties?: readonly {
    readonly name: string
    readonly value: { readonly value?: string | number | boolean }
  }[]
}

/** `heading "Title" level=1`, for everything the tree holds. */
async function treeOf({ page, context }: Person): Promise<string[]> {
  const session = await context.newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly TreeNode[] }
  await session.detach()
  return nodes
    .filter((node) => !node.ignored)
    .map(({ role, name, properties = [] }) => {
      const told = properties
        .filter((property) => ['level', 'checked', 'multiline', 'pressed'].includes(property.name))
        .map((property) => ` ${property.name}=${String(property.value.value)}`)
      return `${role?.value ?? ''} "${name?.value ?? ''}"${told.join('')}`
    })
}

test('a screen reader finds headings, lists, tasks, quotes, code and the toolbar', async () => {
  const ada = await site.writer()
  await writeInto(
    ada,
    '# Head{Enter}text{Enter}## Sub{Enter}- item{Enter}{Enter}[x] done{Enter}{Enter}> said{Enter}{Enter}``` code',
  )
  await waitForBlocks(ada, ['# Head', 'text', '## Sub', '- item', '[x] done', '> said', '``` code'])
  const tree = await treeOf(ada)
  expect(tree).toContain('textbox "Document" multiline=true')
  expect(tree.some((entry) => entry.startsWith('textbox "Document title"'))).toBe(true)
  expect(tree).toContain('heading "Head" level=1')
  expect(tree).toContain('heading "Sub" level=2')
  expect(tree.filter((entry) => entry.startsWith('list ')).length).toBeGreaterThanOrEqual(3)
  expect(tree.filter((entry) => entry.startsWith('listitem')).length).toBeGreaterThanOrEqual(3)
  expect(tree).toContain('checkbox "Done" checked=true')
  expect(tree.some((entry) => entry.startsWith('blockquote'))).toBe(true)
  expect(tree.some((entry) => entry.startsWith('code'))).toBe(true)
  expect(tree).toContain('toolbar "Formatting"')
  expect(tree).toContain('button "Bold" pressed=false')
  expect(tree.some((entry) => entry.startsWith('button "Status: '))).toBe(true)
})

test('the names at carets are not read into the text', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, 'words')
  const ben = await site.writer({ name: 'Ben', address })
  await ben.page.locator('[data-stet-caret]').waitFor({ state: 'attached' })
  // Among the people she is told.
  await expect
    .poll(async () =>
      (await treeOf(ben)).filter((entry) => /^(?:button|StaticText|image) ".*Ada/.test(entry)),
    )
    .not.toEqual([])
  const text = await ben.page.getByRole('textbox', { name: 'Document', exact: true }).ariaSnapshot()
  expect(text).not.toContain('Ada')
})

test('axe finds nothing in the library, with documents and with none', async () => {
  const ada = await site.person('Ada')
  await ada.page.goto(site.url)
  await ada.page.getByRole('button', { name: 'New document' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.goto(`${site.url}/nowhere/at-all`)
  expect(await violations(ada)).toEqual([])
})

test('axe finds nothing in a document: empty, written, with carets, forms and notices', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  expect(await violations(ada)).toEqual([])
  await writeInto(
    ada,
    '# Head{Enter}a **b** `c` text{Enter}- item{Enter}{Enter}1. one{Enter}{Enter}[x] done{Enter}',
  )
  await write(ada, '{Enter}> said{Enter}{Enter}```js{Enter}code{Enter}{Enter}{Enter}---after')
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ben, '{Control+End}!{Control+a}')
  await ada.page.locator('[data-stet-caret]').waitFor({ state: 'attached' })
  await ada.page.locator('[data-stet-status="saved"]').first().waitFor()
  expect(await violations(ada)).toEqual([])

  await writeInto(ada, '{Control+End}{Shift+Home}{Control+k}nonsense:{Enter}')
  await ada.page.getByRole('alert').filter({ hasText: 'cannot be used' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Escape}')
  await ada.page.getByRole('button', { name: /change your name/ }).click()
  await ada.page.getByRole('dialog', { name: 'Your name and colour' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Escape}')
  await ada.context.setOffline(true)
  await ada.page.locator('[data-stet-status="offline"]').first().waitFor()
  expect(await violations(ada)).toEqual([])
})

test('axe finds nothing in tables, callouts and toggles, their handles and their menus', async () => {
  const ada = await site.writer({ name: 'Ada', address: site.newAddress() })
  const { page } = ada
  await writeInto(ada, ':::warning Low water{Enter}{Enter}>> More{Enter}folded{Enter}{Enter}/table')
  await page.getByRole('listbox', { name: 'Blocks' }).waitFor()
  await write(ada, '{Enter}Name{Tab}Height{Tab}Notes{Tab}Skiddaw')
  await page.getByText('Skiddaw').hover()
  await page.getByRole('button', { name: 'Row', exact: true }).waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Control+Alt+g}')
  await page.getByRole('menu', { name: 'Table menu' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Escape}{Control+Enter}')
  await page.getByRole('button', { name: 'Table of a size…' }).click()
  await page.getByRole('dialog', { name: 'Size of the table' }).waitFor()
  expect(await violations(ada)).toEqual([])
})

test('axe finds nothing in the lists and forms that open at the caret: people, emoji, colours, formulas, embeds, pictures', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await site.writer({ name: 'Ben', address })
  const { page } = ada
  const shows = async (keys: string, opened: Locator) => {
    await write(ada, keys)
    await opened.first().waitFor()
    expect({ keys, found: await violations(ada) }).toEqual({ keys, found: [] })
    // On a phone the same ones have less room.
    await page.setViewportSize({ width: 390, height: 844 })
    expect({ keys, onPhone: await violations(ada) }).toEqual({ keys, onPhone: [] })
    await page.setViewportSize(windowSize)
    await write(ada, '{Escape}')
    await opened.first().waitFor({ state: 'detached' })
    await page.locator('.ProseMirror:focus').waitFor()
  }
  const fromMenu = async (typed: string, name: string, opened: Locator) => {
    await write(ada, `{Enter}/${typed}`)
    await page.getByRole('option', { name, exact: true }).first().waitFor()
    await shows('{Enter}', opened)
  }
  await writeInto(ada, 'words ')
  await shows('@b', page.getByRole('listbox', { name: 'People' }).getByRole('option'))
  await shows(' :tada', page.getByRole('listbox', { name: 'Emoji' }).getByRole('option'))
  await fromMenu('formula', 'Formula', page.getByRole('dialog', { name: 'Formula' }))
  await fromMenu('embed', 'Embed', page.getByRole('dialog', { name: 'Embed' }))
  await write(ada, '{Control+a}')
  await page.locator('.stet-toolbar [data-stet-tool="openColors"]').click()
  await shows('', page.getByRole('dialog', { name: 'Colours' }))
  await write(ada, '{Control+End}{Enter}')
  const files = page.waitForEvent('filechooser')
  await page.evaluate(() => {})
  await page.locator('.stet-toolbar [data-stet-tool="insertImage"]').click()
  await (await files).setFiles([pngFile('shore.png', { width: 300, height: 120 })])
  await page.locator('.stet-figure img').click()
  await page.getByRole('toolbar', { name: 'Picture' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await shows('{Tab}{Enter}', page.getByRole('dialog', { name: 'Description' }))
})

test('axe finds nothing around the text: find and replace, the menu, the outline, a person, focus mode', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  await writeInto(ada, '# One{Enter}words and words{Enter}## Two{Enter}more words')
  await site.writer({ name: 'Ben', address })
  await ada.page.getByRole('navigation', { name: 'Outline' }).waitFor()
  await write(ada, '{Control+h}words')
  await ada.page.getByRole('search').getByText('1 of 3').waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Escape}')
  await ada.page.getByRole('button', { name: 'Ben', exact: true }).click()
  await ada.page.getByRole('dialog', { name: 'Ben' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await write(ada, '{Escape}')
  await ada.page.getByRole('button', { name: 'More', exact: true }).click()
  await ada.page.getByRole('menu', { name: 'More' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.getByRole('menuitem', { name: 'Focus mode' }).click()
  await ada.page.getByRole('button', { name: 'Leave focus mode' }).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.getByRole('button', { name: 'Leave focus mode' }).click()
  await ada.page.setViewportSize({ width: 390, height: 844 })
  await ada.page.getByRole('button', { name: 'More', exact: true }).click()
  await ada.page.getByRole('menuitemcheckbox', { name: 'Outline' }).click()
  await ada.page.getByRole('dialog', { name: 'Outline' }).waitFor()
  expect(await violations(ada)).toEqual([])
})
