import { describe, expect, test } from 'vitest'
import { documentPath, isPlainClick, parseRoute, type LinkClick } from './router.ts'

describe('routes', () => {
  test('the root is the library', () => {
    expect(parseRoute('/')).toEqual({ page: 'library' })
  })

  test('/d/<name> is a document, with or without a closing slash', () => {
    expect(parseRoute('/d/plan-2:a~b')).toEqual({ page: 'document', document: 'plan-2:a~b' })
    expect(parseRoute('/d/plan/')).toEqual({ page: 'document', document: 'plan' })
  })

  test('a path made for a name leads back to that name', () => {
    for (const name of ['plan', 'a.b_c~d:e-f', 'ü 50%', 'a/b']) {
      expect(parseRoute(documentPath(name))).toEqual({ page: 'document', document: name })
    }
  })

  test('a broken escape is passed on as typed instead of throwing', () => {
    expect(parseRoute('/d/50%')).toEqual({ page: 'document', document: '50%' })
  })

  test('everything else is unknown', () => {
    for (const path of ['/d', '/d/', '/d/a/b', '/settings', '/D/a']) {
      expect(parseRoute(path)).toEqual({ page: 'unknown', path })
    }
  })

  test('only a plain left click is ours: new tabs and downloads stay the browser’s', () => {
    const plain: LinkClick = {
      button: 0,
      metaKey: false,
      ctrlKey: false,
      shiftKey: false,
      altKey: false,
      defaultPrevented: false,
    }
    expect(isPlainClick(plain)).toBe(true)
    expect(isPlainClick({ ...plain, button: 1 })).toBe(false)
    for (const key of ['metaKey', 'ctrlKey', 'shiftKey', 'altKey', 'defaultPrevented'] as const) {
      expect(isPlainClick({ ...plain, [key]: true })).toBe(false)
    }
  })
})
