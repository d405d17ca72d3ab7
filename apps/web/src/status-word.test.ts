import type { StatusState } from '@stet/client'
import { describe, expect, test } from 'vitest'
import { statusWord } from './status-word.ts'

const states: readonly StatusState[] = ['saved', 'saving', 'unsaved', 'offline', 'readonly', 'error']

describe('the status in words', () => {
  test('"Saved" is said in the state saved and in no other', () => {
    for (const state of states) {
      for (const unsavedFrames of [0, 2]) {
        for (const keptOnDevice of [true, false]) {
          const says = statusWord({ state, unsavedFrames, keptOnDevice }) === 'saved'
          expect(says).toBe(state === 'saved')
        }
      }
    }
  })

  test('unsaved edits are on this device only if it keeps them', () => {
    expect(statusWord({ state: 'unsaved', unsavedFrames: 2, keptOnDevice: true })).toBe('onlyOnThisDevice')
    expect(statusWord({ state: 'unsaved', unsavedFrames: 2, keptOnDevice: false })).toBe('notSaved')
  })

  test('nothing is called "Saving" or unsaved while nothing waits', () => {
    expect(statusWord({ state: 'saving', unsavedFrames: 0, keptOnDevice: true })).toBe('connecting')
    expect(statusWord({ state: 'unsaved', unsavedFrames: 0, keptOnDevice: true })).toBe('savingPaused')
  })
})
