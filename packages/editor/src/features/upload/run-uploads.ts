// Sends the pictures that wait, a few at a time, and puts each into the document when it is there. One that fails stays
// where it is, with a way to try again; what failed for want of a network is tried again when there is one.
import type { ServerAddress } from '@stet/client'
import type { EditorView } from 'prosemirror-view'
import type { Translator } from '../../messages/translate.ts'
import type { PendingUpload } from './pending-uploads.ts'
import { finishUpload, pendingUploads, removeUpload } from './pending-uploads.ts'
import { isUploadable } from './picture-files.ts'
import type { Upload, UploadProblem } from './upload.ts'
import { uploadToServer } from './upload-to-server.ts'
import { UploadError } from './upload.ts'
import type { UploadCard } from './upload-card.ts'
import { createUploadCard } from './upload-card.ts'

export interface RunUploadsOptions {
  /** A function of the embedder's, or the server that takes pictures. */
  readonly upload: Upload | ServerAddress
  readonly translate: Translator
  /** The address a stored `src` is loaded from. */
  readonly addressOf: (src: string) => string
}

interface Job {
  readonly id: number
  readonly file: File
  readonly card: UploadCard
  state: 'waiting' | 'sending' | 'failed'
  problem?: UploadProblem
  leaving?: AbortController
  /** Stored, but not in the document: it did not accept edits at that moment. */
  src?: string
}

/** More would share the same network and only be slower each. */
const maxAtOnce = 3

/** A picture that is stored is shown from the server's copy; loaded first, so that nothing flickers. But not for longer. */
const loadFirstMs = 3000

export class UploadRunner {
  readonly #options: RunUploadsOptions
  readonly #upload: Upload
  readonly #jobs = new Map<number, Job>()
  #view: EditorView | undefined

  constructor(options: RunUploadsOptions) {
    this.#options = options
    this.#upload = typeof options.upload === 'function' ? options.upload : uploadToServer(options.upload)
  }

  /** As the view of a plugin. */
  start(view: EditorView) {
    this.#view = view
    const window = view.dom.ownerDocument.defaultView
    const onOnline = (): void => this.#retryUnreachable()
    const onUnload = (event: Event): void => {
      // The picture is on this page only.
      if (this.#jobs.size > 0) event.preventDefault()
    }
    window?.addEventListener('online', onOnline)
    window?.addEventListener('beforeunload', onUnload)
    return {
      update: () => this.#follow(),
      destroy: () => {
        window?.removeEventListener('online', onOnline)
        window?.removeEventListener('beforeunload', onUnload)
        for (const { leaving } of this.#jobs.values()) leaving?.abort()
        this.#jobs.clear()
        this.#view = undefined
      },
    }
  }

  /** Asked while drawing, also before the first update. */
  readonly cardOf = (upload: PendingUpload): HTMLElement => this.#jobOf(upload).card.element

  #jobOf({ id, file }: PendingUpload): Job {
    const known = this.#jobs.get(id)
    if (known) return known
    const card = createUploadCard({
      document: this.#view?.dom.ownerDocument ?? document,
      file,
      translate: this.#options.translate,
      onRetry: () => this.#retry(id),
      onRemove: () => this.#remove(id),
    })
    const job: Job = { id, file, card, state: 'waiting' }
    if (!isUploadable(file)) this.#fail(job, 'unsupported')
    this.#jobs.set(id, job)
    return job
  }

  #follow(): void {
    if (!this.#view) return
    const pending = pendingUploads(this.#view.state)
    if (pending.length === 0 && this.#jobs.size === 0) return
    const wanted = new Set(pending.map(({ id }) => id))
    for (const upload of pending) this.#jobOf(upload)
    for (const [id, job] of this.#jobs) {
      if (wanted.has(id)) continue
      job.leaving?.abort()
      this.#jobs.delete(id)
    }
    this.#next()
  }

  #next(): void {
    const jobs = [...this.#jobs.values()]
    let free = maxAtOnce - jobs.filter(({ state }) => state === 'sending').length
    for (const job of jobs) {
      if (job.state !== 'waiting' || free <= 0) continue
      free -= 1
      void this.#send(job)
    }
  }

  async #send(job: Job): Promise<void> {
    const leaving = new AbortController()
    const { signal } = leaving
    job.leaving = leaving
    job.state = 'sending'
    try {
      if (job.src === undefined) {
        const onProgress = (sent: number): void => {
          if (!signal.aborted) job.card.showProgress(sent)
        }
        const { src } = await this.#upload(job.file, { signal, onProgress })
        job.src = src
        await loaded(this.#options.addressOf(src))
      }
      if (!signal.aborted) this.#finish(job, job.src)
    } catch (error) {
      if (!signal.aborted) this.#fail(job, error instanceof UploadError ? error.problem : 'unreachable')
    }
    this.#next()
  }

  #finish(job: Job, src: string): void {
    const view = this.#view
    const upload = view && pendingUploads(view.state).find(({ id }) => id === job.id)
    if (!view || !upload) return
    // The right to write was taken back, or the page went read-only. It may come back.
    if (!view.editable) return this.#fail(job, 'refused')
    view.dispatch(finishUpload(view.state, upload, src))
  }

  #fail(job: Job, problem: UploadProblem): void {
    job.state = 'failed'
    job.problem = problem
    job.card.showProblem(problem)
  }

  #retry(id: number): void {
    const job = this.#jobs.get(id)
    if (job?.state !== 'failed' || job.problem === 'unsupported') return
    job.state = 'waiting'
    job.card.showSending()
    this.#next()
  }

  #remove(id: number): void {
    const view = this.#view
    if (!view) return
    view.dispatch(removeUpload(view.state.tr, id))
    view.focus()
  }

  #retryUnreachable(): void {
    for (const job of this.#jobs.values()) if (job.problem === 'unreachable') this.#retry(job.id)
  }
}

async function loaded(address: string): Promise<void> {
  const picture = new Image()
  picture.src = address
  await Promise.race([
    picture.decode().catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, loadFirstMs)),
  ])
}
