import { describe, expect, test } from 'vitest'
import { createRemembered, type KeyValue } from './remembered.ts'

function memory(entries: Record<string, string> = {}): KeyValue & { readonly entries: Map<string, string> } {
  const map = new Map(Object.entries(entries))
  return {
    entries: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
  }
}
function number(storage: KeyValue | undefined) {
  return createRemembered<number>({
    key: 'n',
    decode: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
    encode: String,
    initial: () => 7,
    storage,
  })
}

describe('remembered values', () => {
  test('a stored value wins over the initial one, an unreadable one does not', () => {
    expect(number(memory({ n: '3' })).get()).toBe(3)
    expect(number(memory({ n: 'three' })).get()).toBe(7)
    expect(number(memory()).get()).toBe(7)
  })

  test('setting stores, and tells listeners until they leave', () => {
    const storage = memory()
    const value = number(storage)
    const heard: number[] = []
    const off = value.subscribe(() => heard.push(value.get()))
    value.set(1)
    off()
    value.set(2)
    expect(heard).toEqual([1])
    expect(storage.entries.get('n')).toBe('2')
  })

  test('another tab’s choice is taken over', () => {
    const storage = memory()
    const value = number(storage)
    storage.setItem('n', '9')
    value.reread()
    expect(value.get()).toBe(9)
  })

  test('blocked or missing storage keeps the value for this page', () => {
    const blocked: KeyValue = {
      getItem: () => {
        throw new Error('blocked')
      },
      setItem: () => {
        throw new Error('blocked')
      },
    }
    for (const storage of [blocked, undefined]) {
      const value = number(storage)
      value.set(5)
      expect(value.get()).toBe(5)
    }
  })
})
