import { expect, test } from 'vitest'
import { createWordsStore } from './language.ts'

function choosing(first: string) {
  let value = first
  const listeners: (() => void)[] = []
  return {
    get: () => value,
    subscribe(listener: () => void) {
      listeners.push(listener)
      return () => {}
    },
    choose(next: string) {
      value = next
      for (const listener of listeners) listener()
    },
  }
}

test('the words change when the language is there, and the page is marked as being in it', async () => {
  const choice = choosing('en-XA')
  const marked: string[] = []
  const store = createWordsStore({
    choice,
    browser: ['en-GB'],
    onLocale: (locale, direction) => marked.push(`${locale} ${direction}`),
  })
  expect(store.get()('newDocument')).toBe('New document')
  await store.ready
  expect(store.get()('newDocument')).toMatch(/^\[/)
  choice.choose('en')
  await new Promise<void>((done) => store.subscribe(done))
  expect(marked).toEqual(['en-XA ltr', 'en-GB ltr'])
})

test('a language that cannot be had leaves the page as it was, and can be chosen again', async () => {
  const choice = choosing('en')
  const asked: string[] = []
  const store = createWordsStore({
    choice,
    browser: ['en'],
    onLocale: () => {},
    load: (language) => {
      asked.push(language)
      return language === 'en' ? undefined : Promise.reject(new Error('offline'))
    },
  })
  await store.ready
  choice.choose('en-XA')
  await Promise.resolve()
  await Promise.resolve()
  expect(store.get()('newDocument')).toBe('New document')
  choice.choose('en-XA')
  expect(asked).toEqual(['en', 'en-XA', 'en-XA'])
})
