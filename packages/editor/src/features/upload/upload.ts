// Brings a picture to where it is kept, and gives its address. An editor with a connection uses the server it is connected
// to; an embedder may bring a function of their own.

import type { ServerAddress } from '@stet/client'

export interface UploadContext {
  /** The picture is not wanted any more. Reject with anything. */
  readonly signal: AbortSignal
  /** How much of it has been sent, 0 to 1. */
  readonly onProgress: (sent: number) => void
}

/** Resolves when the picture can be loaded from `src` and will stay there. Reject with an UploadError to say why not. */
export type Upload = (file: File, context: UploadContext) => Promise<{ readonly src: string }>

/** 'unreachable' and 'busy' may pass by themselves; the others will not. */
export type UploadProblem = 'unreachable' | 'busy' | 'too-large' | 'unsupported' | 'refused' | 'full'

export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly problem: UploadProblem

  constructor(problem: UploadProblem, options?: ErrorOptions) {
    super(`The picture was not uploaded: ${problem}.`, options)
    this.problem = problem
  }
}

/**
 * The address a picture is loaded from. What a server keeps is written into documents without the server's name, so that
 * it may change; on pages of another site the name has to be put in front.
 */
export function pictureAddress(src: string, server: ServerAddress | undefined): string {
  return server !== undefined && /^\/uploads\/[\da-f]{64}\.[a-z]+$/.test(src) ? siteOf(server.url) + src : src
}

/**
 * Whether a picture lies on a site that is neither the page's nor the document's. Shown, it would tell that site who reads
 * the document and when; pasted pages bring such pictures along, also ones of a single pixel made for that.
 */
export function isElsewhere(src: string, server: ServerAddress, page: string): boolean {
  if (!URL.canParse(src, page)) return false
  const { protocol, origin } = new URL(src, page)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return origin !== new URL(page).origin && origin !== new URL(siteOf(server.url)).origin
}

/** `wss://docs.example.com/sync` is at `https://docs.example.com`. */
export function siteOf(url: string): string {
  return url.replace(/^ws/, 'http').replace(/\/[^/]*\/?$/, '')
}
