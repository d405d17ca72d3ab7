import { describe, expect, test } from 'vitest'
import { createOpenConnections, type Leavable } from './open-connections.ts'

type Status = Leavable['status']
const saved: Status = { state: 'saved', unsavedFrames: 0 }
const unsaved: Status = { state: 'unsaved', unsavedFrames: 3 }

class FakeConnection implements Leavable {
  status: Status = saved
  destroyed = 0
  readonly listeners = new Set<() => void>()
  on(_event: 'status', listener: () => void) {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  async destroy() {
    this.destroyed += 1
  }
  become(status: Status) {
    this.status = status
    for (const listener of this.listeners) listener()
  }
}
function connections() {
  const made: FakeConnection[] = []
  const open = createOpenConnections(() => {
    const connection = new FakeConnection()
    made.push(connection)
    return connection
  })
  return { open, made }
}

describe('open connections', () => {
  test('leaving a saved document destroys its connection at once, and only once', () => {
    const { open, made } = connections()
    const connection = open.open('plan')
    open.leave('plan')
    open.leave('plan')
    expect(connection.destroyed).toBe(1)
    expect(connection.listeners.size).toBe(0)
    expect(open.open('plan')).not.toBe(connection)
    expect(made).toHaveLength(2)
  })

  test('leaving with unsaved edits waits until they are saved', () => {
    const { open } = connections()
    const connection = open.open('plan')
    connection.become(unsaved)
    open.leave('plan')
    connection.become({ ...unsaved, state: 'saving', unsavedFrames: 1 })
    expect(connection.destroyed).toBe(0)
    connection.become(saved)
    expect(connection.destroyed).toBe(1)
  })

  test('edits that were refused, or may not be made, need no waiting', () => {
    for (const status of [
      { ...unsaved, state: 'error' },
      { ...unsaved, state: 'readonly' },
    ]) {
      const { open } = connections()
      const connection = open.open('plan')
      connection.become(status)
      open.leave('plan')
      expect(connection.destroyed).toBe(1)
    }
  })

  test('reopening a document that still waits takes its connection up again, alive', () => {
    const { open, made } = connections()
    const connection = open.open('plan')
    connection.become(unsaved)
    open.leave('plan')
    expect(open.open('plan')).toBe(connection)
    connection.become(saved)
    expect(connection.destroyed).toBe(0)
    open.leave('plan')
    expect(connection.destroyed).toBe(1)
    expect(made).toHaveLength(1)
  })

  test('a name that cannot be connected throws, and leaves nothing behind', () => {
    const open = createOpenConnections<FakeConnection>((document) => {
      throw new Error(`bad name ${document}`)
    })
    expect(() => open.open('..')).toThrow('bad name ..')
    open.leave('..')
  })
})
