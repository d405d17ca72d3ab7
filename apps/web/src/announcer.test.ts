import { describe, expect, test } from 'vitest'
import { createAnnouncer, createPeopleAnnouncer, type AnnouncerOptions } from './announcer.ts'

function clock() {
  const said: [number, string][] = []
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const options: AnnouncerOptions = {
    say: (words) => said.push([time, words]),
    now: () => time,
    setTimer: (ms, run) => {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
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
  return { options, said, pass }
}

function listening() {
  const { options, said, pass } = clock()
  return { announcer: createAnnouncer(options, 'Saved'), said, pass }
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

function people() {
  const { options, said, pass } = clock()
  const announcer = createPeopleAnnouncer(options, {
    joined: (names) => `${names.join(', ')} joined`,
    left: (names) => `${names.join(', ')} left`,
  })
  return { announcer, said, pass }
}

describe('coming and going', () => {
  test('those who were here before me did not join', () => {
    const { announcer, said, pass } = people()
    announcer.heard([])
    pass(500)
    announcer.heard(['Ben'])
    pass(60_000)
    expect(said).toEqual([])
  })

  test('who comes and who goes is said once it has settled, and not too often', () => {
    const { announcer, said, pass } = people()
    announcer.heard([])
    pass(2000)
    announcer.heard(['Ben'])
    pass(1000)
    announcer.heard(['Ben', 'Eve'])
    pass(3000)
    announcer.heard(['Eve', 'Finn'])
    pass(60_000)
    expect(said).toEqual([
      [5000, 'Ben, Eve joined'],
      [13_000, 'Finn joined. Ben left'],
    ])
  })

  test('a connection that was lost for a moment is nobody leaving', () => {
    const { announcer, said, pass } = people()
    announcer.heard(['Ben'])
    pass(2000)
    announcer.heard([])
    pass(1500)
    announcer.heard(['Ben'])
    pass(60_000)
    expect(said).toEqual([])
  })
})
