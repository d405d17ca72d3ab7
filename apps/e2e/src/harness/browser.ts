// A real Chromium on the built web app. One browser serves a test file; every person is a context of their own, with
// storage and a network switch of their own.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const windowSize = { width: 1280, height: 800 }

export type SaveState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'readonly' | 'error'

export function launchBrowser(executablePath: string = inject('chromium')): Promise<Browser> {
  return chromium.launch({ executablePath, args: launchArguments })
}

/** One person at one browser, with what went wrong on their page. */
export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  readonly errors: string[]
}

export async function createPerson(
  browser: Browser,
  options: { readonly name?: string; readonly color?: string } = {},
): Promise<Person> {
  const context = await browser.newContext({ viewport: windowSize })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    // A connection that is cut on purpose is logged by the browser itself; that is no fault of the page.
    if (
      message.type() === 'error' &&
      !/WebSocket connection|ERR_|Failed to load resource/.test(message.text())
    ) {
      errors.push(message.text())
    }
  })
  if (options.name !== undefined) {
    const identity = JSON.stringify({ name: options.name, color: options.color ?? '#2563eb' })
    // Not in the frames of other sites and on blank pages, which may have no storage.
    await context.addInitScript((value) => {
      if (window.top === window && location.protocol !== 'about:')
        localStorage.setItem('stet.identity', value)
    }, identity)
  }
  return { context, page, errors }
}

/** Resolves when both parts of the editor are there. */
export async function openDocument(person: Person, url: string): Promise<void> {
  await openText(person, url)
  await person.page.locator('.stet-toolbar[role="toolbar"]').waitFor()
}

/** Resolves when the first part is there, which shows the text and takes letters. */
export async function openText(person: Person, url: string): Promise<void> {
  await person.page.goto(url)
  await person.page.locator('.ProseMirror[contenteditable="true"]').waitFor()
}

/** The text of every block, as a reader sees it: no caret flags, no placeholder. */
export function textOf(person: Person): Promise<string> {
  return person.page.locator('.ProseMirror').evaluate((editable) => {
    const copy = editable.cloneNode(true) as HTMLElement
    for (const flag of copy.querySelectorAll('[data-stet-caret], .ProseMirror-widget')) flag.remove()
    return [...copy.children].map((block) => block.textContent).join('\n')
  })
}

export function htmlOf(person: Person): Promise<string> {
  return person.page.locator('.ProseMirror').evaluate((editable) => {
    const copy = editable.cloneNode(true) as HTMLElement
    for (const flag of copy.querySelectorAll('[data-stet-caret], .ProseMirror-widget')) flag.remove()
    return copy.innerHTML
  })
}

export function stateOf(person: Person): Promise<string | null> {
  return person.page.locator('[data-stet-status]').first().getAttribute('data-stet-status')
}

export async function waitForState(person: Person, ...states: SaveState[]): Promise<void> {
  await person.page
    .locator(states.map((state) => `[data-stet-status="${state}"]`).join(', '))
    .first()
    .waitFor()
}

export async function waitForText(person: Person, text: string): Promise<void> {
  await expect.poll(() => textOf(person)).toContain(text)
}

/** Waits until everyone sees the same text, and returns it. */
export async function waitUntilEqual(...people: readonly Person[]): Promise<string> {
  await expect.poll(async () => new Set(await Promise.all(people.map(textOf))).size).toBe(1)
  const [first] = people
  return first === undefined ? '' : textOf(first)
}
