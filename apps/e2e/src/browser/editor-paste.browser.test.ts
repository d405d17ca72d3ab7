// Paste: from other programs, from a document of our own, and addresses over words. The clipboard is the browser's.
import { expect, test } from 'vitest'
import type { Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { blocksOf, waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('paste')

interface Clip {
  readonly html?: string
  readonly text: string
}

/** As Control+V with this on the clipboard. */
async function paste({ page }: Person, { html, text }: Clip): Promise<void> {
  await page.locator('.ProseMirror').evaluate(
    (editable, clip) => {
      const data = new DataTransfer()
      data.setData('text/plain', clip.text)
      if (clip.html !== undefined) data.setData('text/html', clip.html)
      editable.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    html === undefined ? { text } : { text, html },
  )
}

function idsOf({ page }: Person): Promise<(string | null)[]> {
  return page
    .locator('.ProseMirror')
    .evaluate((editable) => Array.from(editable.children, (block) => block.getAttribute('data-id')))
}

test('HTML comes in as blocks and marks, without what could run or lead astray', async () => {
  const ada = await site.writer()
  await ada.page.locator('.ProseMirror').click()
  await paste(ada, {
    text: 'fallback',
    html: `<h2 onclick="alert(1)">Title</h2><p style="position:fixed">A <b>bold</b> <a href="javascript:alert(1)">trap</a>
      and <a href="https://example.org/" onmouseover="alert(1)">link</a><img src=x onerror="alert(1)"></p>
      <ul><li>one<ul><li>two</li></ul></li></ul><ol><li>first</li></ol>
      <blockquote><p>said</p></blockquote><pre><code class="language-js">let a\nlet b</code></pre><hr>
      <script>alert(1)</script><style>p{display:none}</style><p>end</p>`,
  })
  await waitForBlocks(ada, [
    '## Title',
    'A <b>bold</b> trap and <a https://example.org/>link</a>',
    '- one',
    '  - two',
    '1. first',
    '> said',
    '```js let a⏎let b',
    '---',
    'end',
  ])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, [])
})

test('what word processors say with styles arrives, under the strict policy of the site', async () => {
  const ada = await site.writer()
  await ada.page.locator('.ProseMirror').click()
  await paste(ada, {
    text: 'fallback',
    html: `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">
      <span style="font-size:11pt;font-weight:400">plain </span><span style="font-weight:700">bold </span><span
      style="font-style:italic">italic </span><span style="text-decoration:line-through">gone</span></p></b>`,
  })
  await waitForBlocks(ada, ['plain <b>bold </b><i>italic </i><s>gone</s>'])
})

test('a list of Word is a list, also under the strict policy of the site', async () => {
  const ada = await site.writer()
  await ada.page.locator('.ProseMirror').click()
  await paste(ada, {
    text: 'fallback',
    html: `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
      style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>One<o:p></o:p></p>
      <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Two</p>`,
  })
  await waitForBlocks(ada, ['- One', '  1. Two'])
})

test('Markdown pasted as text becomes what it says, in one step, and with Shift it stays text', async () => {
  const ada = await site.writer()
  await ada.page.locator('.ProseMirror').click()
  const text = '## Title\n\nA **bold** word\n\n- one\n- two'
  await paste(ada, { text })
  await waitForBlocks(ada, ['## Title', 'A <b>bold</b> word', '- one', '- two'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, [])
  await ada.page.keyboard.down('Shift')
  await paste(ada, { text })
  await ada.page.keyboard.up('Shift')
  await expect.poll(async () => (await blocksOf(ada)).join(' ')).toContain('A **bold** word')
})

test('plain text comes in line by line, and into code as it is', async () => {
  const ada = await site.writer()
  await ada.page.locator('.ProseMirror').click()
  await paste(ada, { text: 'one\ntwo\n\nthree' })
  await expect.poll(async () => (await blocksOf(ada)).filter(Boolean)).toEqual(['one', 'two', 'three'])
  await write(ada, '{Enter}``` ')
  await paste(ada, { text: 'if (a) {\n  b()\n}', html: '<b>if</b>' })
  await expect.poll(async () => (await blocksOf(ada)).at(-1)).toBe('``` if (a) {⏎  b()⏎}')
})

test('what a menu pastes goes where the click before it was, even if the page has not told of that yet', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'one{Enter}two')
  await ada.page.locator('.ProseMirror').evaluate((editable) => {
    const first = editable.children[0] ?? editable
    first.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))
    getSelection()?.collapse(first, 0)
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'zero, ')
    editable.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }))
  })
  await waitForBlocks(ada, ['zero, one', 'two'])
})

test('my own blocks, copied and pasted, are the same blocks with ids of their own', async () => {
  const ada = await site.writer()
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await writeInto(ada, '# Head{Enter}a **b** c{Enter}[x] done{Enter}{Tab}{Enter}{Enter}> said')
  const before = await blocksOf(ada)
  await write(ada, '{Control+a}{Control+c}{Control+End}{Enter}{Enter}{Control+v}')
  await waitForBlocks(ada, [...before, ...before])
  const ids = await idsOf(ada)
  expect(ids.every((id) => id !== null && id !== '')).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})

test('what is cut is gone, and comes back with paste and with undo', async () => {
  const ada = await site.writer()
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await writeInto(ada, 'one two{Control+Shift+ArrowLeft}{Control+x}')
  await waitForBlocks(ada, ['one '])
  await write(ada, '{Home}{Control+v}')
  await waitForBlocks(ada, ['twoone '])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['one '])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['one two'])
})

test('an address pasted over words links them; one that is not safe replaces them as text', async () => {
  const ada = await site.writer()
  await writeInto(ada, 'see this{Control+Shift+ArrowLeft}')
  await paste(ada, { text: 'https://example.org/a' })
  await waitForBlocks(ada, ['see <a https://example.org/a>this</a>'])
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, ['see this'])
  await paste(ada, { text: 'javascript:alert(1)' })
  await waitForBlocks(ada, ['see javascript:alert(1)'])
})
