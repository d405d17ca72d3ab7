// Pages of other sites are offered, never loaded unasked, and sandboxed. (No other site is reached here: the frame's own
// request is answered by the test.)
import { expect, test } from 'vitest'
import { useSite } from '../harness/site.ts'
import { waitForBlocks, write, writeInto } from '../harness/writing.ts'

const site = useSite('embeds')
const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'

test('a pasted video is a link until it is made a page; it loads when its button is pressed', async () => {
  const address = site.newAddress()
  const ada = await site.writer({ name: 'Ada', address })
  const ben = await site.writer({ name: 'Ben', address })
  const asked: string[] = []
  await ben.context.route('https://www.youtube-nocookie.com/**', (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>player</title>' })
  })
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await writeInto(ada, 'x{Backspace}')
  await ada.page.evaluate((text) => navigator.clipboard.writeText(text), video)
  await write(ada, '{Control+v}')
  const offer = ada.page.getByRole('menu', { name: 'Pasted link' })
  await offer.waitFor()
  await waitForBlocks(ben, [`<a ${video}>${video}</a>`])
  await write(ada, '{Enter}')
  await ben.page.getByRole('button', { name: 'Load from YouTube' }).waitFor()
  await write(ada, 'below')
  await waitForBlocks(ben, [
    '<DIV> <a https://www.youtube.com/watch?v=dQw4w9WgXcQ>youtube.com/watch?v=dQw4w9WgXcQ</a>Until then YouTube learns nothing about you.Load from YouTube',
    'below',
  ])
  expect(asked).toEqual([])
  await ben.page.getByRole('button', { name: 'Load from YouTube' }).click()
  const frame = ben.page.locator('iframe.stet-embed-frame')
  await frame.waitFor()
  await expect.poll(() => asked).toEqual(['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'])
  const sandbox = (await frame.getAttribute('sandbox')) ?? ''
  expect(sandbox).not.toMatch(/top-navigation|allow-forms|allow-modals|allow-downloads/)
})

test('the form takes the address of a known site, and says so when it does not know it', async () => {
  const ada = await site.writer()
  await writeInto(ada, '/embed')
  await ada.page.getByRole('option', { name: 'Embed' }).waitFor()
  await write(ada, '{Enter}')
  await ada.page.getByRole('textbox', { name: 'Address of a video' }).waitFor()
  await write(ada, 'https://example.org/a{Enter}')
  await ada.page.getByRole('alert').filter({ hasText: 'YouTube, Vimeo, Loom' }).waitFor()
  await write(ada, '{Control+a}https://vimeo.com/123456{Enter}')
  await ada.page.getByRole('button', { name: 'Load from Vimeo' }).waitFor()
  await write(ada, '{Control+z}')
  await waitForBlocks(ada, [''])
})
