import { createWords } from '@stet/editor/words'
import { expect, test } from 'vitest'
import { english } from './messages/english.ts'
import { statusDetail } from './status-detail.ts'

const t = createWords({ locale: 'en-GB', source: english })
const saved = { state: 'saved', unsavedFrames: 0, keptOnDevice: true } as const
const savedAt = new Date(2026, 10, 23, 14, 32)

test('saved: the server has everything, since when, and this device a copy', () => {
  expect(statusDetail(t, { status: saved, savedAt })).toEqual([
    'On the server: everything; last saved at 14:32.',
    'On this device: a copy of everything.',
  ])
  expect(statusDetail(t, { status: { ...saved, keptOnDevice: false }, savedAt: undefined })).toEqual([
    'On the server: everything.',
    'On this device: no copy is kept.',
  ])
})

test('what waits is counted, and is not said to be on the server', () => {
  const status = { state: 'offline', unsavedFrames: 3, keptOnDevice: true } as const
  expect(statusDetail(t, { status, savedAt })[0]).toBe(
    'On the server: everything but 3 changes; last saved at 14:32.',
  )
  expect(statusDetail(t, { status, savedAt: undefined })[0]).toBe('On the server: everything but 3 changes.')
})

test('where nothing is known, nothing is said', () => {
  expect(statusDetail(t, { status: { ...saved, state: 'error' }, savedAt })).toEqual([])
  expect(statusDetail(t, { status: { ...saved, state: 'unsaved' }, savedAt: undefined })).toEqual([])
})
