// Uploads as a whole: reads every picture again to see whether it still is what its name says, and copies those that are
// missing somewhere else, for backups. Both may run while a server works: what is there never changes.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { extensionOfUpload } from './upload-store.ts'

export interface UploadsReport {
  readonly uploads: number
  readonly bytes: number
  /** In words, one for each damaged picture. */
  readonly problems: readonly string[]
}

/** Also for a folder that is not there: then there are none. */
export async function checkUploads(folder: string): Promise<UploadsReport> {
  const names = await uploadsIn(folder)
  const problems: string[] = []
  let bytes = 0
  for (const name of names) {
    const path = join(folder, name)
    bytes += (await stat(path)).size
    if ((await hashOf(path)) !== name.split('.', 1)[0]) {
      problems.push(`The picture ${path} is damaged: its content does not fit its name.`)
    }
  }
  return { uploads: names.length, bytes, problems }
}

/** Copies what `to` does not have yet, each checked. Gives how many there are in `from`. Rejects at the first damaged one. */
export async function copyUploads(from: string, to: string): Promise<number> {
  const names = await uploadsIn(from)
  if (names.length === 0) return 0
  await mkdir(to, { recursive: true })
  const there = new Set(await uploadsIn(to))
  for (const name of names) {
    if (there.has(name)) continue
    const fresh = join(to, `.${randomBytes(8).toString('hex')}`)
    try {
      await copyFile(join(from, name), fresh)
      if ((await hashOf(fresh)) !== name.split('.', 1)[0]) {
        throw new Error(`The picture ${join(from, name)} is damaged: its content does not fit its name.`)
      }
      await syncFile(fresh)
      await rename(fresh, join(to, name))
    } catch (error) {
      await rm(fresh, { force: true })
      throw error
    }
  }
  return names.length
}

async function uploadsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => extensionOfUpload(name) !== undefined)
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
