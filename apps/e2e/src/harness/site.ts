// One running server and one browser for a test file, torn down after it. A page that reported an error fails its test,
// whatever the test looked at: a broken content policy and an exception in a handler are both reported to the console.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { createPerson, launchBrowser, openDocument, type Person } from './browser.ts'
import { startStet, temporaryFolder, type StetProcess } from './stet-process.ts'

export interface Site {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly server: StetProcess
  /** The address of a document that nobody has opened yet. */
  newAddress(): string
  /** A person at a browser of their own, who leaves after the test. */
  person(name?: string): Promise<Person>
  /**
   * Somebody in a document: a new one, or the one at `address`. Without a name and an address it is always the same
   * browser, which has the site in its cache, as most people have: only the document is new.
   */
  writer(options?: { readonly name?: string; readonly address?: string }): Promise<Person>
}

/** Call it at the top of a test file. */
export function useSite(name: string): Site {
  const data = temporaryFolder(name)
  const people: Person[] = []
  let browser: Browser | undefined
  let server: StetProcess | undefined
  let documents = 0
  let regular: Person | undefined

  beforeAll(async () => {
    browser = await launchBrowser()
    server = await startStet({ data: data.path })
  })
  afterEach(async () => {
    const leaving = people.splice(0)
    const errors = leaving.flatMap((person) => person.errors)
    if (regular !== undefined) errors.push(...regular.errors.splice(0))
    await Promise.all(leaving.map((person) => person.context.close()))
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
    async writer(options = {}) {
      const { name, address } = options
      const isRegular = name === undefined && address === undefined
      const person = isRegular ? (regular ??= await create()) : await site.person(name)
      await openDocument(person, address ?? site.newAddress())
      return person
    },
  }
  return site
}
