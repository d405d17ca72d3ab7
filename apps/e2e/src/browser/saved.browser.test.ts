// "Saved" in the page is true: it appears after the server's confirmation, goes away with the server, and edits made
// in between survive a reload and are saved when the server is back.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  createPerson,
  launchBrowser,
  openDocument,
  stateOf,
  waitForState,
  waitForText,
  type Person,
} from '../harness/browser.ts'
import { startStet, temporaryFolder, type StetProcess } from '../harness/stet-process.ts'

let browser: Browser
let server: StetProcess
const data = temporaryFolder('saved')
const people: Person[] = []

beforeAll(async () => {
  browser = await launchBrowser()
  server = await startStet({ data: data.path })
})

afterEach(async () => {
  const errors = people.flatMap((person) => person.errors)
  await Promise.all(people.splice(0).map((person) => person.context.close()))
  expect(errors, 'no page reported an error').toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  data.remove()
})

async function enter(url: string): Promise<Person> {
  const person = await createPerson(browser)
  people.push(person)
  await openDocument(person, url)
  return person
}

test('the page says saved only after the confirmation of the server, however long that takes', async () => {
  const person = await createPerson(browser)
  people.push(person)
  // The network between page and server is ours: confirmations wait at this gate.
  const held: (() => void)[] = []
  let holding = false
  await person.page.routeWebSocket(/\/sync\//, (socket) => {
    const upstream = socket.connectToServer()
    socket.onMessage((message) => upstream.send(message))
    upstream.onMessage((message) => {
      const confirmation = typeof message === 'string' && message.includes('"saved"')
      if (confirmation && holding) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  await openDocument(person, `${server.url}/d/gate`)
  await waitForState(person, 'saved')
  holding = true
  await person.page.locator('.ProseMirror').click()
  await person.page.keyboard.type('Not yet.')
  await expect.poll(() => held.length).toBeGreaterThan(0)
  expect(await stateOf(person)).toBe('saving')
  // After eight seconds without a confirmation the page stops hoping.
  await waitForState(person, 'unsaved')
  holding = false
  for (const release of held.splice(0)) release()
  await waitForState(person, 'saved')
})

test('with the server gone, edits survive a reload, and are saved when it is back', async () => {
  const url = `${server.url}/d/outage`
  const person = await enter(url)
  await person.page.locator('.ProseMirror').click()
  await person.page.keyboard.type('Before. ')
  await waitForState(person, 'saved')
  // From the first visit on the site itself is kept as well, so that a reload without the server shows it.
  await person.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await server.stop('SIGKILL')
  await waitForState(person, 'offline', 'unsaved')
  await person.page.keyboard.type('While it was gone.')
  await waitForText(person, 'While it was gone.')
  expect(await stateOf(person)).not.toBe('saved')
  const { port } = server
  person.page.on('dialog', (dialog) => void dialog.accept())
  await person.page.reload()
  await waitForText(person, 'Before. While it was gone.')
  expect(await stateOf(person)).not.toBe('saved')
  server = await startStet({ data: data.path, port })
  await waitForState(person, 'saved')
  const witness = await enter(url)
  await waitForText(witness, 'Before. While it was gone.')
})
