import { expect, test } from 'vitest'
import { chooseLocale, createWordsStore } from './language.ts'
import { arabic } from './messages/ar.ts'
import { chinese } from './messages/zh.ts'
import { english } from './messages/english.ts'
import { french } from './messages/fr.ts'
import { german } from './messages/de.ts'
import { spanish } from './messages/es.ts'

test.each([
  ['auto', ['de-AT', 'en'], 'de-AT'],
  ['auto', ['nl', 'fr-CA', 'en'], 'fr-CA'],
  ['auto', ['zh-TW', 'en-GB'], 'en-GB'],
  ['auto', ['zh-CN'], 'zh-CN'],
  ['auto', [], 'en'],
  ['de', ['en', 'de-CH'], 'de-CH'],
  ['ar', ['en'], 'ar'],
])('chosen %s in a browser that prefers %j: %s', (choice, browser, locale) => {
  expect(chooseLocale(choice, browser)).toBe(locale)
})

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
  const choice = choosing('ar')
  const marked: string[] = []
  const store = createWordsStore({
    choice,
    browser: ['en-GB'],
    onLocale: (locale, direction) => marked.push(`${locale} ${direction}`),
  })
  expect(store.get()('newDocument')).toBe('New document')
  await store.ready
  expect(store.get()('newDocument')).toBe(arabic.newDocument)
  choice.choose('en')
  await new Promise<void>((done) => store.subscribe(done))
  expect(marked).toEqual(['ar rtl', 'en-GB ltr'])
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

test.each(Object.entries({ german, french, spanish, arabic, chinese }))(
  'the sentences in %s have the places that the English ones have',
  (_name, table) => {
    for (const [key, words] of Object.entries(english)) {
      const other = table[key as keyof typeof english]
      expect([key, ...placesOf(other)]).toEqual([key, ...placesOf(words)])
    }
  },
)

function placesOf(words: string | { readonly other: string }): readonly string[] {
  const text = typeof words === 'string' ? words : words.other
  return (text.match(/\{\w+\}/g) ?? []).sort()
}

test('a problem is told in the reader’s language by its code, and as it came where there are no words for it', async () => {
  const choice = choosing('de')
  const store = createWordsStore({ choice, browser: [], onLocale: () => {} })
  const refusal = { code: 'forbidden', message: 'You do not have access to this document.' }
  expect(store.get().problem(refusal)).toBe(refusal.message)
  await store.ready
  expect(store.get().problem(refusal)).toBe('Dieses Dokument ist für Sie nicht zugänglich.')
  expect(store.get().problem({ code: 'new-one', message: 'Something new.' })).toBe('Something new.')
  expect(store.guestNames()).toContain('Stiller Reiher')
})
