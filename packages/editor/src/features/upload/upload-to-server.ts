// The upload of an editor with a connection: to the server that the document is on.
import type { ServerAddress } from '@stet/client'
import type { Upload, UploadProblem } from './upload.ts'
import { siteOf, UploadError } from './upload.ts'

export function uploadToServer({ url, document, token }: ServerAddress): Upload {
  const address = `${siteOf(url)}/api/documents/${encodeURIComponent(document)}/uploads`
  return async (file, { signal, onProgress }) => {
    const shown = await tokenFrom(token)
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      // Not fetch, which tells nothing while it sends.
      const request = new XMLHttpRequest()
      request.open('POST', address)
      request.responseType = 'json'
      if (shown !== '') request.setRequestHeader('authorization', `Bearer ${shown}`)
      request.setRequestHeader('content-type', file.type)
      request.upload.addEventListener('progress', ({ loaded, total }) =>
        onProgress(total > 0 ? loaded / total : 0),
      )
      request.addEventListener('load', () => {
        const src = request.status === 201 ? srcOf(request.response) : undefined
        if (src !== undefined) resolve({ src })
        else reject(new UploadError(problemOf(request.status)))
      })
      request.addEventListener('error', () => reject(new UploadError('unreachable')))
      request.addEventListener('abort', () => reject(new DOMException('Not wanted any more', 'AbortError')))
      signal.addEventListener('abort', () => request.abort(), { once: true })
      request.send(file)
    })
  }
}

async function tokenFrom(token: ServerAddress['token']): Promise<string> {
  try {
    return await token()
  } catch (cause) {
    throw new UploadError('unreachable', { cause })
  }
}

function srcOf(response: unknown): string | undefined {
  const src =
    typeof response === 'object' && response !== null && 'src' in response ? response.src : undefined
  return typeof src === 'string' ? src : undefined
}

function problemOf(status: number): UploadProblem {
  if (status === 413) return 'too-large'
  if (status === 415) return 'unsupported'
  if (status === 429 || status === 503) return 'busy'
  if (status === 507) return 'full'
  return status >= 400 && status < 500 ? 'refused' : 'unreachable'
}
