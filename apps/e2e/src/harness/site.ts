// One running server and one browser for a test file, torn down after it. A page that reported an error fails its test,
// whatever the test looked at: a broken content policy and an exception in a handler are both reported to the console.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { createPerson, launchBrowser, openDocument, windowSize, type Person } from './browser.ts'
import { startStet, temporaryFolder, type StetProcess } from './stet-process.ts'

export interface Site {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly server: StetProcess
  /** The address of a document that nobody has opened yet. */
  newAddress(): string
  /** A person at a browser of their own, never used before, who leaves after the test. */
  person(name?: string): Promise<Person>
  /**
   * Somebody in a document: a new one, or the one at `address`. Their browser has been here before and has the site in its
   * cache, as most people's: everybody of that name in the tests of a file uses it one after the other.
   */
  writer(options?: { readonly name?: string; readonly address?: string }): Promise<Person>
}

/** Call it at the top of a test file. */
export function useSite(name: string): Site {
  const data = temporaryFolder(name)
  const people: Person[] = []
  const writers: Writer[] = []
  // Those who are not in a test, to come again.
  const away: Writer[] = []
  let browser: Browser | undefined
  let server: StetProcess | undefined
  let documents = 0

  beforeAll(async () => {
    browser = await launchBrowser()
    server = await startStet({ data: data.path })
  })
  afterEach(async () => {
    const leaving = people.splice(0)
    const resting = writers.splice(0)
    const errors = [...leaving, ...resting.map(({ person }) => person)].flatMap((person) =>
      person.errors.splice(0),
    )
    await Promise.all([
      ...leaving.map((person) => person.context.close()),
      ...resting.map(async (writer) => {
        await forgetTest(writer.person)
        away.push(writer)
      }),
    ])
    expect(errors, 'no page reported an error').toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop('SIGTERM')
    data.remove()
  })

  function create(called?: string): Promise<Person> {
    if (browser === undefined) throw new Error('The browser starts before the first test, not earlier.')
    return createPerson(browser, called === undefined ? {} : { name: called })
  }

  const site: Site = {
    get url() {
      return site.server.url
    },
    get server() {
      if (server === undefined) throw new Error('The server starts before the first test, not earlier.')
      return server
    },
    newAddress: () => `${site.url}/d/${name}-${documents++}`,
    async person(called) {
      const person = await create(called)
      people.push(person)
      return person
    },
    async writer({ name: called, address } = {}) {
      const known = away.findIndex((each) => each.name === called)
      const writer = away.splice(known, known === -1 ? 0 : 1)[0] ?? {
        name: called,
        person: await create(called),
      }
      writers.push(writer)
      await openDocument(writer.person, address ?? site.newAddress())
      return writer.person
    },
  }
  return site
}

interface Writer {
  readonly name: string | undefined
  readonly person: Person
}

/** Leaves the document, and makes of the browser what it was before: only the cache knows of the test. */
async function forgetTest({ context, page }: Person): Promise<void> {
  await Promise.all([
    context.setOffline(false),
    context.clearPermissions(),
    context.unrouteAll({ behavior: 'ignoreErrors' }),
    page.unrouteAll({ behavior: 'ignoreErrors' }),
    page.setViewportSize(windowSize),
    page.emulateMedia({ colorScheme: null, reducedMotion: null, media: null, forcedColors: null }),
  ])
  await page.evaluate(() => localStorage.clear())
  await page.goto('about:blank')
}
