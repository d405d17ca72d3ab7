// Pictures on disk, each under the SHA-256 of its bytes: the same picture is stored once, a stored picture never changes,
// and a damaged one is found out. A file gets its name when all of it is on stable storage, and not before.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { isPictureExtension, mimeTypeOf, pictureTypeOf, sniffedBytes } from './picture-type.ts'
import type { FileHandle } from 'node:fs/promises'

export interface StoredUpload {
  /** `<sha-256 in hex>.<extension>`: its file, and its address below /uploads/. */
  readonly name: string
  readonly mime: string
  readonly bytes: number
}

export interface FoundUpload extends StoredUpload {
  readonly path: string
}

export interface UploadStore {
  /** Resolves when the picture is on stable storage. Rejects with an UploadError, or with what `content` throws; nothing is left then. */
  add(content: AsyncIterable<Uint8Array>): Promise<StoredUpload>
  /** Undefined for what is no name of an upload, and for one that is not there. */
  find(name: string): Promise<FoundUpload | undefined>
}

export type UploadErrorCode = 'too-large' | 'not-a-picture' | 'no-space' | 'unavailable'

export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: UploadErrorCode

  constructor(code: UploadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export interface UploadStoreOptions {
  /** Made when it is missing. */
  readonly folder: string
  /** Of one picture. */
  readonly maxBytes: number
  /** So much of the disk pictures leave free: the documents are often on it too, and must still be saved. */
  readonly keepFreeBytes: number
  /** Free bytes of the disk that a folder is on. For tests. */
  readonly freeBytes?: (folder: string) => Promise<number>
}

/** Unfinished uploads are here; what a crash left of them is deleted at the next start. */
const unfinished = 'unfinished'

/** Rejects when the folder cannot be made or written. */
export async function openUploadStore(options: UploadStoreOptions): Promise<UploadStore> {
  const { folder, maxBytes, keepFreeBytes, freeBytes = freeBytesOf } = options
  const waiting = join(folder, unfinished)
  await mkdir(waiting, { recursive: true })
  for (const name of await readdir(waiting)) await rm(join(waiting, name), { force: true })

  return {
    async add(content) {
      const path = join(waiting, randomBytes(16).toString('hex'))
      try {
        if ((await freeBytes(folder)) < keepFreeBytes + maxBytes) throw noSpace()
        const file = await open(path, 'wx')
        let written: Omit<StoredUpload, 'name'> & { readonly hash: string; readonly extension: string }
        try {
          written = await write(file, content, maxBytes)
          await file.sync()
        } finally {
          await file.close()
        }
        const { hash, extension, mime, bytes } = written
        const name = `${hash}.${extension}`
        // Where it is there already, the same bytes take its place: a copy that the disk had damaged is mended by that.
        await rename(path, join(folder, name))
        await syncFolder(folder)
        return { name, mime, bytes }
      } catch (error) {
        await rm(path, { force: true }).catch(() => {})
        throw explained(error)
      }
    },
    async find(name) {
      const extension = extensionOfUpload(name)
      if (extension === undefined) return undefined
      const path = join(folder, name)
      const stats = await stat(path).catch(() => undefined)
      return stats?.isFile() ? { name, path, mime: mimeTypeOf(extension), bytes: stats.size } : undefined
    },
  }
}

/** The end of the name when it is one of an upload: 64 hexadecimal digits, a dot, and a type we store. */
export function extensionOfUpload(name: string) {
  const [, extension = ''] = /^[\da-f]{64}\.([a-z]+)$/u.exec(name) ?? []
  return isPictureExtension(extension) ? extension : undefined
}

async function write(file: FileHandle, content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256')
  let head = new Uint8Array()
  let type: ReturnType<typeof pictureTypeOf>
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new UploadError('too-large', `The picture is larger than ${maxBytes.toLocaleString('en')} bytes.`)
    }
    // What is no picture is not written at all, but for its first bytes.
    if (head.byteLength < sniffedBytes) {
      head = Buffer.concat([head, chunk]).subarray(0, sniffedBytes)
      if (head.byteLength === sniffedBytes) type = pictureTypeOf(head) ?? refuse()
    }
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  const { extension, mime } = type ?? pictureTypeOf(head) ?? refuse()
  return { hash: hash.digest('hex'), extension, mime, bytes }
}

function refuse(): never {
  throw new UploadError('not-a-picture', 'This is no PNG, JPEG, GIF, WebP or AVIF picture.')
}

function noSpace(cause?: unknown): UploadError {
  return new UploadError('no-space', 'The server has no space left for pictures.', { cause })
}

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(error)
  if (code === 'EACCES' || code === 'EROFS' || code === 'EIO' || code === 'ENOENT' || code === 'EMFILE') {
    return new UploadError('unavailable', 'The server cannot store pictures right now.', { cause: error })
  }
  return error
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Without it the name may be gone after a power cut, though the content is there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
