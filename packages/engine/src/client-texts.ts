/**
 * The text frames of a client of ours: what each asks for, within what it may ask for so often.
 */
import { decodeClientText } from '@stet/protocol'
import type { ServerText } from '@stet/protocol'
import type { Allowances } from './allowances.ts'

export interface ClientTextEnds {
  readonly allowances: Allowances
  chat(text: string): void
  renew(token: string): void
  sendText(message: ServerText): void
}

/** Throws a ProtocolError for a text that means nothing. */
export function receiveClientText(text: string, ends: ClientTextEnds): void {
  const message = decodeClientText(text)
  switch (message.type) {
    case 'chat':
      if (ends.allowances.mayChat()) ends.chat(message.text)
      else tellTooMany(ends, 'Too many messages at once: this one was not sent. Send it again in a moment.')
      break
    case 'token':
      if (ends.allowances.mayRenew()) ends.renew(message.token)
      else tellTooMany(ends, 'Too many tokens at once: this one was not read. Send it again in a moment.')
      break
  }
}

function tellTooMany(ends: ClientTextEnds, message: string): void {
  ends.sendText({ type: 'error', code: 'rate-limited', message })
}
