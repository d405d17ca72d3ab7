import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { isSafeHref, safeHref, safeSource } from './href.ts'

describe('isSafeHref', () => {
  test.each([
    'https://example.com/a?b=c&d=e#f',
    'HTTP://EXAMPLE.COM',
    'mailto:ada@example.com?subject=a&body=b',
    'tel:+4930123456',
    '/path/to:page',
    'page.html?next=javascript:1',
    '#part:one',
    '//example.com',
    './a b',
    'ünïcode/路',
    'R&D',
  ])('allows %s', (href) => {
    expect(isSafeHref(href)).toBe(true)
  })

  test.each([
    '',
    '   ',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'java\r\nscript:alert(1)',
    'java\0script:alert(1)',
    'javascript\t:alert(1)',
    'java\u200bscript:alert(1)',
    'java\u00adscript:alert(1)',
    '\u202ejavascript:alert(1)',
    '\ufeffjavascript:alert(1)',
    '\u3000javascript:alert(1)',
    'javascript：alert(1)',
    'ｊavascript:alert(1)',
    'javascript&colon;alert(1)',
    'javascript&#58;alert(1)',
    '&#106;avascript:alert(1)',
    'java&Tab;script:alert(1)',
    'java&NewLine;script:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml;base64,AAAA',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'filesystem:https://example.com/temporary/x',
    'about:blank',
    'view-source:https://example.com',
    'feed:javascript:alert(1)',
    'jar:javascript:alert(1)',
    'unknown-app:open',
    ':alert(1)',
    'https\u0301://example.com',
  ])('refuses %j', (href) => {
    expect(isSafeHref(href)).toBe(false)
  })

  test('never throws, and what it lets through has an allowed scheme for a browser', () => {
    const part = fc.constantFrom(
      'javascript',
      'https',
      'data',
      ':',
      '/',
      '\t',
      '\n',
      '&#58;',
      ' ',
      '\u200b',
      '#',
      '?',
      'x',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          // Not fast-check's own unit for any character: to prepare that takes seconds.
          fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (href) => {
          const safe = safeHref(href)
          if (safe === undefined) return
          // As the URL standard does: drop outer control characters and spaces, tabs and line breaks, then look for a scheme.
          const seen = safe.replace(/^[\0- ]+|[\0- ]+$|[\t\n\r]/g, '')
          const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(seen)?.[1]
          expect([undefined, 'http', 'https', 'mailto', 'tel']).toContain(scheme?.toLowerCase())
        },
      ),
    )
  })
})

describe('safeHref', () => {
  test('gives the address without control characters and outer spaces', () => {
    expect(safeHref(' https://exa\nmple.com/a b \0')).toBe('https://example.com/a b')
  })

  test.each([null, undefined, 7, {}, ['https://example.com']])('%j is no address', (value) => {
    expect(safeHref(value)).toBeUndefined()
  })
})

describe('safeSource', () => {
  test.each(['https://example.com/a.png', '/a.png', 'a.png', 'data:image/png;base64,iVBORw0KGgo='])(
    'allows %s',
    (source) => {
      expect(safeSource(source)).toBe(source)
    },
  )

  test.each([
    'javascript:alert(1)',
    'mailto:ada@example.com',
    'tel:1',
    'data:image/svg+xml;base64,AAAA',
    'data:text/html,<script>',
    ' data:image/png,x',
    'data:image/png;base64,<script>',
    undefined,
  ])('refuses %j', (source) => {
    expect(safeSource(source)).toBeUndefined()
  })

  test('refuses an address of 300,000 characters', () => {
    expect(safeSource(`https://example.com/${'a'.repeat(300_000)}`)).toBeUndefined()
  })
})
