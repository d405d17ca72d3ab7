// Each known attack, over the wire, against the program as it runs, in the document in which two honest people write.
// Whatever is answered to the attacker: the process lives, the two go on, somebody new can open the document and sees
// what they see, nobody's presence is touched, and the memory of the process stays within bounds.
import { checkSqliteFile } from '@stet/server/storage'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { attack, joinHonestly, startGuardedStet, untilAll } from './scene.ts'
import { presenceVectors, updateVectors, wireVectors, wrongOrder, type Scene } from './vectors.ts'
import type { AttackOptions, Attacker, GuardedStet, Honest } from './scene.ts'

let server: GuardedStet
let memoryBefore: number
beforeAll(async () => {
  server = await startGuardedStet()
  const warm = await joinHonestly(server, 'warm', 'ann')
  warm.leave()
  memoryBefore = server.memory()
})
afterAll(async () => {
  await server.end()
})

const leaving: { leave(): void }[] = []
afterEach(() => {
  for (const one of leaving.splice(0)) one.leave()
})

/** MiB that the process may have grown by after an attack; that of 30 million structs would take 240. */
const growth = 160

let documents = 0

interface Place extends Scene {
  readonly document: string
  readonly ann: Honest
  readonly bob: Honest
}

async function setTheScene(): Promise<Place> {
  const document = `attacked-${(documents += 1)}`
  const join = async (person: string): Promise<Honest> => {
    const honest = await joinHonestly(server, document, person)
    leaving.push(honest)
    return honest
  }
  const more = async (options: Partial<AttackOptions> = {}): Promise<Attacker> => {
    const attacker = await attack(server, { document, person: 'mallory', ...options })
    leaving.push(attacker)
    return attacker
  }
  const ann = await join('ann')
  const bob = await join('bob')
  ann.text.insert(0, 'What Ann wrote. ')
  await untilAll([bob], () => bob.text.length === ann.text.length && nameAt(bob, ann) === 'Name of ann')
  return { document, ann, bob, victim: ann, attacker: await more(), more }
}

/** What must hold after every attack. */
async function expectUnharmed({ document, ann, bob }: Place): Promise<{ readonly late: Honest }> {
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  ann.text.insert(ann.text.length, ' Ann goes on.')
  bob.text.insert(bob.text.length, ' Bob goes on.')
  await untilAll(
    [ann, bob],
    () =>
      bob.text.toJSON().includes('Ann goes on.') &&
      ann.text.toJSON().includes('Bob goes on.') &&
      ann.text.toJSON() === bob.text.toJSON(),
  )
  expect(ann.text.toJSON()).toContain('Ann wrote. ')
  ann.provider.awareness.setLocalStateField('cursor', 7)
  await untilAll([bob], () => stateAt(bob, ann)?.cursor === 7)
  expect(nameAt(bob, ann)).toBe('Name of ann')
  const late = await joinHonestly(server, document, 'cleo')
  leaving.push(late)
  await untilAll([late], () => nameAt(late, ann) === 'Name of ann' && nameAt(late, bob) === 'Name of bob')
  expect(late.text.length).toBe(ann.text.length)
  expect(server.memory() - memoryBefore).toBeLessThan(growth)
  return { late }
}

interface State {
  readonly user?: { readonly name?: string }
  readonly cursor?: number
}

function stateAt(observer: Honest, other: Honest): State | undefined {
  return observer.provider.awareness.getStates().get(other.doc.clientID)
}

const nameAt = (observer: Honest, other: Honest): string | undefined => stateAt(observer, other)?.user?.name

describe.each([
  ['an update', updateVectors],
  ['presence', presenceVectors],
  ['the socket', wireVectors],
])('through %s', (_, vectors) => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, { run, answer }) => {
    const scene = await setTheScene()
    // Somebody types while it happens: whoever blocks the server is noticed here by the time it takes.
    scene.bob.text.insert(0, 'Meanwhile. ')
    expect(await run(scene)).toBe(answer)
    const { late } = await expectUnharmed(scene)
    expect(late.text.toJSON()).toBe(scene.ann.text.toJSON())
  })
})

it('neighbours in the wrong order, which bytes cannot show: everybody goes on, and everybody can still load', async () => {
  const scene = await setTheScene()
  scene.attacker.send(wrongOrder(scene))
  await scene.attacker.heard()
  // Where the inserted letter stands may differ after a reload; what people wrote does not.
  const { late } = await expectUnharmed(scene)
  expect(late.text.toJSON().replace('x', '')).toBe(scene.ann.text.toJSON().replace('x', ''))
})

it('the data file is sound after all of this', async () => {
  expect((await checkSqliteFile(server.dataFile)).problems).toEqual([])
  expect(server.output()).not.toContain('"level":"error"')
})
