// Content made to run a script, through every way content comes in: it runs nothing, also where no policy of the page would
// stop it, and under the policy it is not even tried.
import { toHTML } from '@stet/document'
import type { DocumentJSON, NodeJSON } from '@stet/document'
import { fromHTML } from '@stet/document/from-html'
import { fromMarkdown } from '@stet/document/markdown'
import { expect, test } from 'vitest'
import { openDocument, type Person } from '../harness/browser.ts'
import { joinDocument, giveDocument } from '../harness/given-document.ts'
import { useSite } from '../harness/site.ts'
import { write } from '../harness/writing.ts'
import { addresses, htmlPayloads, markdownPayloads } from '../hostile/script-payloads.ts'

const site = useSite('hostile-content')

/** Notes each script that ran, and each that the policy stopped. */
async function watch({ context, page }: Person): Promise<string[]> {
  const found: string[] = []
  await context.exposeFunction('ran', (what: string) => void found.push(`ran: ${what}`))
  await context.exposeFunction('violated', (what: string) => void found.push(`stopped: ${what}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const page = globalThis as unknown as { violated(what: string): void }
      page.violated(`${event.violatedDirective} ${event.sample || event.blockedURI}`)
    })
  })
  // Pictures that are not there are asked for often; the server has better things to do.
  await context.route('**/*x-missing*', (route) => route.fulfill({ status: 404 }))
  return found
}

/** What could run a script if somebody pressed it or a browser were more generous. */
function suspicious({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('.ProseMirror *, .presence *, .title-field, h1')) {
      const isActive = element.matches(
        'script, iframe, object, embed, form, base, meta, link, style, set, animate',
      )
      const attributes = Array.from(element.attributes).filter(({ name, value }) => {
        if (/^on/i.test(name) || name === 'srcdoc') return true
        // oxlint-disable-next-line no-control-regex -- browsers drop these before they look for the scheme
        const bare = value.replaceAll(/[\u0000- ]/g, '')
        return (
          /^(?:href|src|action|formaction|xlink:href|poster|data)$/.test(name) &&
          !/^(?:https?:|mailto:|tel:|data:image\/(?!svg)|[^:]*$|[^:]*[/?#])/i.test(bare)
        )
      })
      if (isActive || attributes.length > 0) found.push(element.outerHTML.slice(0, 200))
    }
    return found
  })
}

/** Each on its own, as one that never ends would swallow the rest. */
async function bringIn({ page }: Person, kind: 'paste' | 'drop', type: string, payloads: readonly string[]) {
  await page.locator('.ProseMirror').evaluate(
    (text, { kind, type, payloads }) => {
      for (const payload of payloads) {
        const data = new DataTransfer()
        data.setData(type, payload)
        if (type === 'text/html') data.setData('text/plain', 'words')
        const { left, top } = text.getBoundingClientRect()
        const options = { bubbles: true, cancelable: true }
        text.dispatchEvent(
          kind === 'paste'
            ? new ClipboardEvent('paste', { ...options, clipboardData: data })
            : new DragEvent('drop', { ...options, dataTransfer: data, clientX: left + 5, clientY: top + 5 }),
        )
      }
    },
    { kind, type, payloads },
  )
}

function* batches(payloads: readonly string[], size = 260): Generator<readonly string[]> {
  for (let at = 0; at < payloads.length; at += size) yield payloads.slice(at, at + size)
}

function words(text: string, ...marks: NodeJSON['marks'] & object): NodeJSON {
  return { type: 'text', text, marks }
}

/** Every address and every piece of HTML as an attribute that nobody checked. */
function rawDocument(): DocumentJSON['content'] {
  return [...addresses, ...htmlPayloads.slice(-60)].flatMap((value): NodeJSON[] => [
    {
      type: 'textblock',
      attrs: { kind: value, level: value, dir: value, id: value, language: value, start: value },
      content: [
        words('link', { type: 'link', attrs: { href: value, title: value } }),
        words(
          'colors',
          { type: 'text_color', attrs: { color: value } },
          { type: 'highlight', attrs: { color: value } },
        ),
        words(value, { type: 'comment', attrs: { id: value } }),
        { type: 'image', attrs: { src: value, alt: value, title: value, width: value } },
        { type: 'math_inline', attrs: { tex: value } },
        { type: 'mention', attrs: { id: value, label: value } },
      ],
    },
    {
      type: 'figure',
      attrs: { src: value, alt: value, title: value, id: value },
      content: [words('caption')],
    },
    { type: 'embed', attrs: { href: value, title: value } },
    {
      type: 'callout',
      attrs: { kind: value, emoji: value },
      content: [{ type: 'textblock', content: [words('in')] }],
    },
    {
      type: 'from_a_newer_version',
      attrs: { onclick: value, href: value },
      content: [{ type: 'textblock' }],
    },
  ])
}

test.each(['without a policy', 'under the policy of the site'])(
  '%s no content runs a script',
  async (policy) => {
    expect(htmlPayloads.length).toBeGreaterThanOrEqual(500)
    const address = site.newAddress()
    await giveDocument(site, address, rawDocument())
    const stranger = await joinDocument(site, address)
    const title = "<svg/onload=ran('title')>"
    stranger.doc.getMap('meta').set('title', title)
    stranger.provider.awareness.setLocalState({
      user: { name: "<svg/onload=ran('name')>", color: "red;}</style><svg/onload=ran('color')>" },
      idle: "<svg/onload=ran('idle')>",
    })
    // Whose name stands at a caret.
    const eve = await site.writer({ name: "<img onerror=ran('eve') src=x>", address })
    const ada = await site.person('Ada')
    const found = await watch(ada)
    if (policy === 'without a policy') {
      const session = await ada.context.newCDPSession(ada.page)
      await session.send('Page.enable')
      await session.send('Page.setBypassCSP', { enabled: true })
    }
    await ada.page.goto(address)
    await ada.page.locator('.ProseMirror[contenteditable="true"]').waitFor()
    await eve.page.locator('.ProseMirror').focus()
    await write(eve, '{Control+End}x')
    await ada.page.locator('[data-stet-caret]').waitFor({ state: 'attached' })
    await ada.page.getByRole('button', { name: "<svg/onload=ran('name')>" }).waitFor()
    await expect
      .poll(() => ada.page.getByRole('textbox', { name: 'Document title' }).inputValue())
      .toBe(title)
    expect(await suspicious(ada)).toEqual([])

    await ada.page.goto(site.newAddress())
    await ada.page.locator('.ProseMirror[contenteditable="true"]').waitFor()
    for (const [kind, type, payloads] of [
      ['paste', 'text/html', htmlPayloads],
      ['drop', 'text/html', htmlPayloads],
      ['paste', 'text/plain', markdownPayloads],
    ] as const) {
      for (const batch of batches(payloads)) {
        await bringIn(ada, kind, type, batch)
        expect(await suspicious(ada)).toEqual([])
        await write(ada, '{Control+a}{Delete}')
      }
    }
    await ada.page.goto(site.url)
    await ada.page.getByText(title).first().waitFor()
    stranger.leave()
    expect(found).toEqual([])
  },
)

test('imported files run no script, and neither does what is exported', async () => {
  const ada = await site.person('Ada')
  const found = await watch(ada)
  for (const [name, mimeType, payloads] of [
    ['hostile.md', 'text/markdown', markdownPayloads],
    ['hostile.html', 'text/html', htmlPayloads],
  ] as const) {
    for (const batch of batches(payloads)) {
      const buffer = Buffer.from(`first\n\n${batch.join('\n\n')}`)
      await openDocument(ada, site.newAddress())
      await ada.page.getByLabel('File to import').setInputFiles({ name, mimeType, buffer })
      await ada.page.locator('.ProseMirror').getByText('first').first().waitFor()
      expect(await suspicious(ada)).toEqual([])
    }
  }
  // As a page of its own, which has no policy.
  const pages = [
    ...markdownPayloads.map((markdown) => toHTML(fromMarkdown(markdown))),
    ...htmlPayloads.map((html) => toHTML(fromHTML(html))),
    toHTML({ type: 'doc', content: rawDocument() }),
  ]
  const body = `<!doctype html><meta charset="utf-8">${pages.join('\n')}`
  await ada.context.route('**/exported', (route) => route.fulfill({ contentType: 'text/html', body }))
  await ada.page.goto(`${site.url}/exported`)
  await ada.page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('[tabindex], a, input, button'))
      element.focus()
  })
  expect(await ada.page.locator('[onclick], [onerror], [onload], script, iframe').count()).toBe(0)
  expect(found).toEqual([])
})
