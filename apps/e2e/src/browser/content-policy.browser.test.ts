// A session that uses everything breaks the site's strict content policy nowhere, so an operator can trust that any report
// of a violation is worth a look.
import { expect, test } from 'vitest'
import { openDocument, waitForState, type Person } from '../harness/browser.ts'
import { useSite } from '../harness/site.ts'
import { write, writeAtStart, writeInto } from '../harness/writing.ts'

const site = useSite('policy')

test('the policy is strict, and a session that uses everything violates it nowhere', async () => {
  const address = site.newAddress()
  const ada = await site.person('Ada')
  const reported: string[] = []
  await ada.page.exposeFunction('reportViolation', (text: string) => void reported.push(text))
  await ada.page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const page = globalThis as unknown as { reportViolation(text: string): void }
      page.reportViolation(`${event.violatedDirective}: ${event.sample || event.blockedURI}`)
    })
  })
  const answer = await ada.page.goto(site.url)
  const policy = answer?.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(/script-src 'self'(?:;|$)/)
  expect(policy).toMatch(/style-src 'self'(?:;|$)/)
  expect(policy).toMatch(/require-trusted-types-for 'script'(?:;|$)/)
  await ada.page.getByRole('button', { name: 'New document' }).waitFor()

  await openDocument(ada, address)
  await writeInto(
    ada,
    '# Head{Enter}a **b**{Enter}- item{Enter}{Enter}1. one{Enter}{Enter}[ ] task{Enter}{Enter}> said',
  )
  await write(ada, '{Enter}{Enter}```js{Enter}code{Enter}{Enter}{Enter}---after{Control+z}{Control+y}')
  await ada.page.getByRole('checkbox', { name: 'Done' }).click()
  const ben = await site.writer({ name: 'Ben', address })
  await writeInto(ben, '{Control+End} by Ben{Shift+Home}')
  await ada.page.locator('[data-stet-caret]').waitFor({ state: 'attached' })
  await ada.page.locator('[data-stet-selection]').first().waitFor()

  await writeAtStart(ada, '{Shift+End}{Control+k}example.org{Enter}')
  await ada.page.locator('.ProseMirror a').waitFor()
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await write(ada, '{Control+a}{Control+c}{ArrowRight}{Enter}{Control+v}')
  await ada.page.getByRole('combobox', { name: 'Text style' }).selectOption('Heading 2')
  await pasteHTML(
    ada,
    '<p style="color: red" onclick="alert(1)">pasted <b>fat</b></p><script>alert(1)</script>',
  )
  await ada.page.locator('.ProseMirror strong', { hasText: 'fat' }).waitFor()
  await write(ada, '{Enter}a $x^2$ b')
  await ada.page.locator('.ProseMirror math').first().waitFor()
  await write(ada, '{Enter}/table')
  await ada.page.getByRole('listbox', { name: 'Blocks' }).waitFor()
  await write(ada, '{Enter}a{Tab}b')
  await ada.page.locator('.stet-table').first().waitFor()
  await ada.page.getByRole('button', { name: /^Theme/ }).click()
  await ada.page.getByRole('button', { name: 'Copy link' }).click()
  await ada.page.getByRole('button', { name: /change your name/ }).click()
  await ada.page.getByRole('radio', { name: 'Plum' }).check()
  await write(ada, '{Escape}')
  await waitForState(ada, 'saved')
  await ada.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await ada.page.reload()
  await ada.page.locator('.ProseMirror h1').first().waitFor()
  await ada.page.getByRole('link', { name: /^Stet/ }).click()
  await ada.page.getByRole('heading', { name: 'Documents' }).waitFor()
  expect(reported).toEqual([])
  expect(
    await ada.page.evaluate(() => document.querySelectorAll('[style*="url("], script:not([src])').length),
  ).toBe(0)
})

function pasteHTML({ page }: Person, html: string): Promise<void> {
  return page.locator('.ProseMirror').evaluate((editable, html) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', html)
    editable.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, html)
}
