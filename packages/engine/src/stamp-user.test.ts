import { describe, expect, test } from 'vitest'
import { anonymous } from './access.ts'
import { FakeOutlet, frameOf } from './fake-ports.ts'
import { awareness, one, setUp } from './fake-room.ts'
import { stampUser } from './stamp-user.ts'

const anna = { principal: 'user-7', name: 'Anna', role: 'write' } as const
const stranger = { principal: anonymous, name: undefined, role: 'write' } as const

describe('[PR12] what the server knows of the person is written over what the client says', () => {
  test.each([
    ['{"user":{"name":"The Boss"}}', { user: { id: 'user-7', name: 'Anna', role: 'write' } }],
    ['{"user":{"id":"user-1","role":"owner"}}', { user: { id: 'user-7', name: 'Anna', role: 'write' } }],
    ['{"user":"The Boss"}', { user: { id: 'user-7', name: 'Anna', role: 'write' } }],
    [
      '{"cursor":{"anchor":1}}',
      { cursor: { anchor: 1 }, user: { id: 'user-7', name: 'Anna', role: 'write' } },
    ],
  ])('[PR12] %s', (said, shown) => {
    expect(JSON.parse(stampUser(said, anna))).toEqual(shown)
  })

  test('[PR12] somebody signed in without a name is shown as the principal', () => {
    expect(JSON.parse(stampUser('{"user":{"name":"The Boss"}}', { ...anna, name: undefined }))).toEqual({
      user: { id: 'user-7', name: 'user-7', role: 'write' },
    })
  })

  test.each(['null', '7', '"The Boss"', '[{"user":{"name":"The Boss"}}]'])(
    '[PR12] %s shows no user',
    (said) => {
      expect(stampUser(said, anna)).toBe(said)
    },
  )
})

describe('[PR12] who is not signed in', () => {
  test('[PR12] goes by the name that they say, untouched', () => {
    const said = '{"user": {"name":"Guest", "color":"#c2553f"}}'
    expect(stampUser(said, stranger)).toBe(said)
  })

  test.each([
    '{"user":{"name":"Eve","id":"user-7"}}',
    '{"user":{"name":"Eve","\\u0069d":"user-7","role":"write"}}',
  ])('[PR12] has neither id nor role: %s', (said) => {
    expect(JSON.parse(stampUser(said, stranger))).toEqual({ user: { name: 'Eve' } })
  })
})

test('[PR12] colours stay when they are colours', () => {
  const colors = ['#c53', '#C2553F', '#c2553f80', 'tomato', 'rgb(1, 2, 3)', 'hsl(20 50% 40% / 0.5)']
  for (const color of colors) {
    const state = JSON.stringify({ user: { color, colorLight: color } })
    expect(JSON.parse(stampUser(state, anna))).toMatchObject({ user: { color, colorLight: color } })
  }
  for (const color of [
    '#c2553f;background:url(//x)',
    'url(//x)',
    'var(--x)',
    '',
    7,
    { a: 1 },
    'a'.repeat(99),
  ]) {
    const state = JSON.stringify({ user: { color } })
    expect(JSON.parse(stampUser(state, anna))).toEqual({
      user: { id: 'user-7', name: 'Anna', role: 'write' },
    })
  }
})

test('[PR12] others see the stamped state, and a change of role', async () => {
  const { engine, join, clock } = setUp()
  const outlet = new FakeOutlet()
  const session = await engine.join({ document: one, ...anna, stet: true, outlet })
  const ben = await join({ principal: 'ben' })
  session.receive(frameOf.stepOne())
  ben.session.receive(awareness({ clientId: 8, clock: 1, state: '{}' }))
  session.receive(awareness({ clientId: 7, clock: 1, state: '{"user":{"name":"Ben"}}' }))
  await clock.advance(100)
  session.regrant({ role: 'read' })
  await clock.advance(100)
  const states = ben.outlet.presence.flat().filter(({ clientId }) => clientId === 7)
  expect(states.map(({ state }) => JSON.parse(state) as unknown)).toEqual([
    { user: { id: 'user-7', name: 'Anna', role: 'write' } },
    { user: { id: 'user-7', name: 'Anna', role: 'read' } },
  ])
})
