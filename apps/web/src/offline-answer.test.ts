import { describe, expect, test } from 'vitest'
import { offlineAnswer } from './offline-answer.ts'

const site = { origin: 'https://docs.example', files: ['/', '/theme.js', '/assets/index-1.js'] }
const answer = (path: string, { method = 'GET', mode = 'cors' } = {}) =>
  offlineAnswer({ method, mode, url: new URL(path, 'https://docs.example') }, site)

describe('what works without a network', () => {
  test('the library and documents open: from the network if it is there', () => {
    expect(answer('/', { mode: 'navigate' })).toBe('page-or-cached-site')
    expect(answer('/d/plan', { mode: 'navigate' })).toBe('page-or-cached-site')
  })

  test('the files of the site come from the cache, others pass', () => {
    expect(answer('/assets/index-1.js')).toBe('cached-file')
    expect(answer('/assets/index-2.js')).toBe('pass')
  })

  test('the API, the sync endpoint and the health checks are never answered from a cache', () => {
    for (const path of ['/api/documents', '/sync/plan', '/healthz', '/readyz']) {
      expect(answer(path)).toBe('pass')
      expect(answer(path, { mode: 'navigate' })).toBe('pass')
    }
  })

  test('other methods and other origins pass', () => {
    expect(answer('/', { method: 'POST', mode: 'navigate' })).toBe('pass')
    expect(answer('https://elsewhere.example/theme.js')).toBe('pass')
  })
})
