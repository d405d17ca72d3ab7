import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySaveInput, initialSaveState, type SaveInput, type SaveState } from './save-state.ts'
import {
  decideStatus,
  hasUnsavedEdits,
  nextDecisionAt,
  offlineGraceMs,
  overdueAfterMs,
} from './save-status.ts'

const opened: SaveInput = { type: 'opened', confirms: true }
const closed: SaveInput = { type: 'closed' }
const synced: SaveInput = { type: 'synced' }
const answer: SaveInput = { type: 'sent', carries: 'everything' }
const update: SaveInput = { type: 'sent', carries: 'edits' }
const edit: SaveInput = { type: 'edit', by: 'here' }
const confirmed = (frames: number): SaveInput => ({ type: 'confirmed', frames })

function after(inputs: readonly SaveInput[], now = 0, from = initialSaveState(0, 'kept')): SaveState {
  return inputs.reduce((state, input) => applySaveInput(state, input, now), from)
}

const saved = after([opened, synced, answer, confirmed(1)])
const stateAt = (state: SaveState, now: number) => decideStatus(state, now).state

describe('saved', () => {
  test('comes with the confirmation of the answer to the server, not before', () => {
    expect(stateAt(after([opened]), 0)).toBe('saving')
    expect(stateAt(after([opened, synced]), 0)).toBe('saving')
    expect(stateAt(after([opened, synced, answer]), 0)).toBe('saving')
    expect(stateAt(after([opened, answer, confirmed(1)]), 0)).toBe('saving')
    expect(decideStatus(saved, 0)).toEqual({
      state: 'saved',
      unsavedFrames: 0,
      keptOnDevice: true,
      message: 'All changes are saved.',
    })
  })

  test('needs every update confirmed, and counts what waits', () => {
    const typing = after([edit, update, edit, update], 1, saved)
    expect(decideStatus(typing, 1)).toMatchObject({ state: 'saving', unsavedFrames: 2 })
    expect(decideStatus(after([confirmed(2)], 1, typing), 1)).toMatchObject({
      state: 'saving',
      unsavedFrames: 1,
    })
    expect(stateAt(after([confirmed(3)], 1, typing), 1)).toBe('saved')
  })

  test('after a reconnect waits for the answer on the new socket to be confirmed', () => {
    const back = after([closed, opened, synced, answer], 1, saved)
    expect(stateAt(back, 1)).toBe('saving')
    expect(stateAt(after([confirmed(1)], 1, back), 1)).toBe('saved')
  })

  test('an edit made while away is not saved by frames confirmed before it was sent', () => {
    const away = after([closed, edit, opened, synced], 1, saved)
    expect(stateAt(away, 1)).toBe('saving')
    expect(decideStatus(after([answer], 1, away), 1)).toMatchObject({ state: 'saving', unsavedFrames: 1 })
    expect(stateAt(after([answer, confirmed(1)], 1, away), 1)).toBe('saved')
  })

  test('a confirmation for more frames than were sent does not cover the next one', () => {
    const tooMany = after([confirmed(100)], 1, saved)
    expect(stateAt(after([edit, update], 2, tooMany), 2)).toBe('saving')
  })

  test('an older confirmation changes nothing', () => {
    expect(after([confirmed(0)], 1, saved)).toBe(saved)
  })

  test('a server that does not confirm is never called saved, and says so', () => {
    const plain = after([{ type: 'opened', confirms: false }, synced, answer, confirmed(1)])
    expect(decideStatus(plain, 0)).toMatchObject({
      state: 'unsaved',
      message: 'Connected, but this server does not confirm saving.',
    })
    expect(hasUnsavedEdits(after([edit, update], 0, plain))).toBe(false)
  })
})

describe('unsaved', () => {
  test('after 8 s without a confirmation, and only then', () => {
    const typing = after([edit, update], 1000, saved)
    expect(nextDecisionAt(typing, 1000)).toBe(1000 + overdueAfterMs)
    expect(stateAt(typing, 999 + overdueAfterMs)).toBe('saving')
    expect(stateAt(typing, 1000 + overdueAfterMs)).toBe('unsaved')
    expect(stateAt(after([confirmed(2)], 20_000, typing), 20_000)).toBe('saved')
  })

  test('when the server says it cannot save, until it says it can', () => {
    const broken = after([{ type: 'storage', available: false }, edit, update], 1, saved)
    expect(decideStatus(broken, 1)).toMatchObject({
      state: 'unsaved',
      message: 'The server cannot save right now. 1 change waits. They are kept on this device.',
    })
    expect(stateAt(after([{ type: 'storage', available: true }], 1, broken), 1)).toBe('saving')
    expect(stateAt(after([confirmed(2)], 1, broken), 1)).toBe('saved')
  })

  test('when offline edits could not be kept on this device', () => {
    const lost = after([closed, edit, { type: 'device', device: 'failed' }], 0, saved)
    expect(decideStatus(lost, offlineGraceMs)).toMatchObject({ state: 'unsaved', keptOnDevice: false })
  })

  test('an edit of another tab counts from when it came, not from when the socket opened', () => {
    const tab = after([{ type: 'edit', by: 'other-tab' }], 60_000, saved)
    expect(stateAt(tab, 60_000)).toBe('saving')
    expect(nextDecisionAt(tab, 60_000)).toBe(60_000 + overdueAfterMs)
  })

  test('own updates do not confirm the edits of another tab', () => {
    const both = after([{ type: 'edit', by: 'other-tab' }, edit, update, confirmed(2)], 0, saved)
    expect(decideStatus(both, 0)).toMatchObject({ state: 'saving', unsavedFrames: 1 })
    expect(stateAt(after([{ type: 'sent', carries: 'tab-edits' }, confirmed(3)], 0, both), 0)).toBe('saved')
  })
})

describe('offline', () => {
  test('is said after a short grace; before it, what was said stands', () => {
    const down = after([closed], 10, saved)
    expect(stateAt(down, 10)).toBe('saved')
    expect(nextDecisionAt(down, 10)).toBe(10 + offlineGraceMs)
    expect(stateAt(down, 10 + offlineGraceMs)).toBe('offline')
  })

  test('an edit within the grace ends "saved"', () => {
    expect(stateAt(after([closed, edit], 10, saved), 10)).toBe('saving')
  })

  test('failed attempts do not extend the grace', () => {
    const down = after([closed], 10, saved)
    expect(stateAt(after([closed], 1000, down), 10 + offlineGraceMs)).toBe('offline')
  })

  test('says how many changes wait and that they are kept here', () => {
    const down = after([edit, update, closed, edit], 0, saved)
    expect(decideStatus(down, offlineGraceMs)).toMatchObject({
      unsavedFrames: 2,
      keptOnDevice: true,
      message: 'Offline. 2 changes wait to be sent; they are kept on this device.',
    })
    expect(hasUnsavedEdits(down)).toBe(true)
  })
})

describe('readonly and error', () => {
  test('a reader is told so, and what could not be saved', () => {
    expect(stateAt(after([{ type: 'readonly' }], 0, saved), 0)).toBe('readonly')
    expect(decideStatus(after([edit, update, { type: 'readonly' }], 0, saved), 0).message).toBe(
      'You can read this document but not change it. 1 change made here was not saved.',
    )
  })

  test('a refused update shows the error until the next socket', () => {
    const error = { code: 'bad-update', message: 'No.' }
    const refused = after([edit, update, { type: 'refused', error }], 0, saved)
    expect(decideStatus(refused, 0)).toMatchObject({ state: 'error', message: 'No.', error })
    expect(stateAt(after([closed, opened], 0, refused), 0)).toBe('saving')
  })

  test('a final close stays an error', () => {
    const error = { code: 'not-found', message: 'There is no such document.' }
    const stopped = after([closed, { type: 'stopped', error }], 0, saved)
    expect(decideStatus(stopped, 1e6)).toMatchObject({ state: 'error', error })
    expect(nextDecisionAt(stopped, 1e6)).toBeUndefined()
  })
})

test('hours of typing without a confirmation cost bounded memory and lose no edit from the count', () => {
  const typing = after(Array.from({ length: 5000 }, () => [edit, update]).flat(), 5, saved)
  expect(typing.link).toMatchObject({ sent: 5001 })
  expect(JSON.stringify(typing).length).toBeLessThan(10_000)
  expect(decideStatus(after([confirmed(4000)], 5, typing), 5).state).toBe('saving')
  expect(decideStatus(after([confirmed(5001)], 5, typing), 5)).toMatchObject({
    state: 'saved',
    unsavedFrames: 0,
  })
})

// An oracle that is not our bookkeeping: which edits does the server really hold?
interface World {
  readonly state: SaveState
  readonly now: number
  readonly edits: number
  readonly tabEdits: ReadonlySet<number>
  readonly held: ReadonlySet<number>
  /** Per frame of the open socket: the edits it carries; undefined when the server cannot use it alone. */
  readonly frames: readonly (ReadonlySet<number> | undefined)[] | undefined
  readonly answered: boolean
  readonly synced: boolean
  readonly confirmed: number
}

type Step =
  | { readonly do: 'type' | 'tab' | 'forward' | 'open' | 'close' | 'answer' | 'sync' | 'fail-copy' | 'keep' }
  | { readonly do: 'confirm'; readonly frames: number }
  | { readonly do: 'wait'; readonly ms: number }

const does = (name: Exclude<Step['do'], 'confirm' | 'wait'>, weight: number) => ({
  weight,
  arbitrary: fc.constant<Step>({ do: name }),
})

// Weighted so that walks get to a working connection, and past it.
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    does('type', 3),
    does('tab', 1),
    does('forward', 2),
    does('open', 4),
    does('close', 1),
    does('answer', 3),
    does('sync', 3),
    does('fail-copy', 1),
    does('keep', 1),
    { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), frames: fc.nat(12) }) },
    { weight: 3, arbitrary: fc.constant<Step>({ do: 'confirm', frames: 1000 }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 700, 1500, 8000) }),
    },
  ),
  { maxLength: 60 },
)

const start: World = {
  state: initialSaveState(0, 'kept'),
  now: 0,
  edits: 0,
  tabEdits: new Set(),
  held: new Set(),
  frames: undefined,
  answered: false,
  synced: false,
  confirmed: 0,
}

function all(world: World): Set<number> {
  return new Set(Array.from({ length: world.edits }, (_, i) => i))
}

function walk(world: World, step: Step): World {
  const put = (input: SaveInput, change: Partial<World> = {}): World => ({
    ...world,
    ...change,
    state: applySaveInput(world.state, input, world.now),
  })
  switch (step.do) {
    case 'wait':
      return { ...world, now: world.now + step.ms }
    case 'open':
      if (world.frames !== undefined) return world
      return put(opened, { frames: [], answered: false, synced: false, confirmed: 0 })
    case 'close':
      return put(closed, { frames: undefined })
    case 'sync':
      return world.frames === undefined ? world : put(synced, { synced: true })
    case 'answer':
      if (world.frames === undefined) return world
      return put(answer, { frames: [...world.frames, all(world)], answered: true })
    case 'type': {
      const typed = put(edit, { edits: world.edits + 1 })
      if (world.frames === undefined) return typed
      const carried = world.answered ? new Set([world.edits]) : undefined
      return {
        ...typed,
        state: applySaveInput(typed.state, update, world.now),
        frames: [...world.frames, carried],
      }
    }
    case 'tab':
      return put(
        { type: 'edit', by: 'other-tab' },
        { edits: world.edits + 1, tabEdits: new Set([...world.tabEdits, world.edits]) },
      )
    case 'forward':
      if (world.frames === undefined || !world.answered) return world
      return put({ type: 'sent', carries: 'tab-edits' }, { frames: [...world.frames, world.tabEdits] })
    case 'confirm': {
      if (world.frames === undefined) return world
      const count = Math.min(step.frames, world.frames.length)
      const held = new Set(world.held)
      for (const frame of world.frames.slice(0, count)) for (const id of frame ?? []) held.add(id)
      return put(confirmed(step.frames), { held, confirmed: Math.max(world.confirmed, count) })
    }
    case 'fail-copy':
      return put({ type: 'device', device: 'failed' })
    case 'keep':
      return put({ type: 'device', device: 'kept' })
    default:
      return step satisfies never
  }
}

const handshake: readonly Step[] = [
  { do: 'open' },
  { do: 'sync' },
  { do: 'answer' },
  { do: 'confirm', frames: 1 },
]

/** Which of the invariants above `decideStatus` this moment breaks. */
function broken(world: World, downFor: number): string[] {
  const { state, now } = world
  const status = decideStatus(state, now)
  const isSafe = [...all(world)].every((id) => world.held.has(id))
  const isSaved = status.state === 'saved'
  const next = nextDecisionAt(state, now)
  const rules: Record<string, boolean> = {
    'saved means that the server holds every edit': !isSaved || isSafe,
    'saved means that nothing waits': !isSaved || status.unsavedFrames === 0,
    'saved while connected means synced both ways and every frame confirmed':
      !isSaved ||
      world.frames === undefined ||
      (world.synced && world.answered && world.confirmed === world.frames.length),
    'saved while disconnected ends with the grace':
      !isSaved || world.frames !== undefined || downFor < offlineGraceMs,
    'offline with edits means that they are kept':
      status.state !== 'offline' || isSafe || status.keptOnDevice,
    'an error is there exactly when the state is error':
      (status.error !== undefined) === (status.state === 'error'),
    'an edit the server does not hold is a reason to ask before closing': isSafe || hasUnsavedEdits(state),
    'the next decision lies ahead': next === undefined || next > now,
  }
  return Object.keys(rules).filter((rule) => rules[rule] === false)
}

test('whatever happens: "saved" only when the server holds every edit and confirmed every frame', () => {
  let timesSaved = 0
  fc.assert(
    fc.property(fc.boolean(), steps, (connected, list) => {
      let world = connected ? handshake.reduce(walk, start) : start
      let downSince = 0
      for (const step of list) {
        const wasUp = world.frames !== undefined
        world = walk(world, step)
        if (wasUp && world.frames === undefined) downSince = world.now
        if (decideStatus(world.state, world.now).state === 'saved') timesSaved += 1
        expect(broken(world, world.now - downSince)).toEqual([])
      }
    }),
    { numRuns: 1500 },
  )
  // A guard against walks that never get there.
  expect(timesSaved).toBeGreaterThan(500)
})
