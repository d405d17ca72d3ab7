// The backend of a site with people of its own: a Stet server that lets in whoever has a token, and the address where the
// site's pages get one. The secret is shared by the two and known to nobody else.
import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createJwtAccess, createMemoryStorage, createServer, mintToken } from '@stet/server'

const issuer = 'example'
const audience = 'stet'
const lifeMs = 5 * 60_000

/** What a site knows of its people. Yours asks its own database, by the session cookie. */
const people = new Map([
  ['ann', { name: 'Ann', role: 'write' }],
  ['guest', { name: 'A guest', role: 'read' }],
] as const)

export interface TokenExample {
  /** Where documents are. */
  readonly stetUrl: string
  /** Where tokens are. */
  readonly siteUrl: string
  close(): Promise<void>
}

export async function startTokenExample(): Promise<TokenExample> {
  const secret = randomBytes(32).toString('hex')
  const stet = await createServer({
    storage: createMemoryStorage(),
    authorize: createJwtAccess({ issuer, audience, secret }),
  })
  const site = createHttpServer((request, response) => {
    const as = new URL(request.url ?? '/', 'http://site').searchParams.get('as')
    const person = people.get(as as 'ann')
    if (person === undefined) {
      response.writeHead(401).end()
      return
    }
    const now = Date.now()
    void mintToken({
      secret,
      issuer,
      audience,
      subject: as ?? '',
      name: person.name,
      documents: { handbook: person.role },
      issuedAt: now,
      expiresAt: now + lifeMs,
    }).then((token) => response.writeHead(200, { 'cache-control': 'no-store' }).end(token))
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  return {
    stetUrl: stet.url,
    siteUrl: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
    async close() {
      site.close()
      await stet.close()
    },
  }
}
