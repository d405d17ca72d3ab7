import { expect, it } from 'vitest'
import { isOriginAllowed } from './origin.ts'

it.each([
  // origin, host, allowed?
  [undefined, 'docs.example', true],
  ['https://docs.example', 'docs.example', true],
  ['http://localhost:8080', 'localhost:8080', true],
  ['https://docs.example', 'docs.example:443', true],
  ['https://docs.example', 'DOCS.example', true],
  ['http://[::1]:8080', '[::1]:8080', true],
  ['http://docs.example', 'docs.example:443', false],
  ['https://docs.example', 'other.example', false],
  ['https://docs.example.evil.example', 'docs.example', false],
  ['http://localhost:8081', 'localhost:8080', false],
  ['null', 'docs.example', false],
  ['', 'docs.example', false],
  ['file://', '', false],
  ['https://docs.example', undefined, false],
  ['https://ours.example', 'docs.example', true],
  ['https://ours.example:444', 'docs.example', false],
])('origin %s at host %s: %s', (origin, host, expected) => {
  expect(isOriginAllowed({ origin, host, allowed: ['https://ours.example'] })).toBe(expected)
})
