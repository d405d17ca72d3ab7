import { expect, test } from 'vitest'
import type { EditorOptions } from './options.ts'
import { checkUser, fullColor } from './options.ts'

test('the package can be imported where there is no page', async () => {
  const door = await import('./index.ts')
  expect(Object.keys(door)).toEqual(['createEditor', 'UploadError'])
  await expect(door.createEditor({} as HTMLElement, {} satisfies EditorOptions)).rejects.toThrow(
    /HTML element/,
  )
})

test('a user needs a name and a colour, and the error names what is wrong', () => {
  expect(() => checkUser({ name: 'Ada', color: '#0a7' })).not.toThrow()
  expect(() => checkUser({ name: ' ', color: '#0a7' })).toThrow('user.name is " "')
  expect(() => checkUser({ name: 'Ada', color: 'red' })).toThrow('user.color is "red"')
  expect(() => checkUser(null as never)).toThrow('user.name is undefined')
  expect(fullColor('#0a7')).toBe('#00aa77')
  expect(fullColor('#0a7f5c')).toBe('#0a7f5c')
})
