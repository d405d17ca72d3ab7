import { describe, expect, test } from 'vitest'
import { createAnnouncer } from './announcer.ts'

function listening() {
  const said: [number, string][] = []
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const announcer = createAnnouncer(
    {
      say: (words) => said.push([time, words]),
      now: () => time,
      setTimer: (ms, run) => {
        const timer = { at: time + ms, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
    },
    'Saved',
  )
  const pass = (ms: number) => {
    const end = time + ms
    for (let due = next(end); due !== undefined; due = next(end)) {
      timers = timers.filter((other) => other !== due)
      time = due.at
      due.run()
    }
    time = end
  }
  const next = (end: number) => timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
  return { announcer, said, pass }
}

describe('status announcements', () => {
  test('ordinary saving is never announced', () => {
    const { announcer, said, pass } = listening()
    for (let round = 0; round < 20; round += 1) {
      announcer.heard(undefined)
      pass(300)
      announcer.heard('Saved')
      pass(5000)
    }
    expect(said).toEqual([])
  })

  test('a state is announced once it has lasted two seconds, a flicker is not', () => {
    const { announcer, said, pass } = listening()
    announcer.heard('Offline')
    pass(1999)
    announcer.heard('Saved')
    pass(10_000)
    announcer.heard('Offline')
    pass(10_000)
    expect(said).toEqual([[13_999, 'Offline']])
  })

  test('the way back is announced, but no sooner than eight seconds after the last words', () => {
    const { announcer, said, pass } = listening()
    announcer.heard('Offline')
    pass(2000)
    announcer.heard(undefined)
    announcer.heard('Saved')
    pass(60_000)
    expect(said).toEqual([
      [2000, 'Offline'],
      [10_000, 'Saved'],
    ])
  })

  test('after stop nothing is said', () => {
    const { announcer, said, pass } = listening()
    announcer.heard('Offline')
    announcer.stop()
    pass(60_000)
    expect(said).toEqual([])
  })
})
