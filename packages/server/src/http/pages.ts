// The few pages the server can show by itself, in plain HTML without style: nothing inline is allowed by the policy.
import { sendBody } from './respond.ts'
import type { ServerResponse } from 'node:http'

export interface PlainPage {
  readonly status: number
  readonly title: string
  readonly text: string
}

/** `title` and `text` are ours, never the request's: they are not escaped. */
export function sendPage(response: ServerResponse, { status, title, text }: PlainPage): void {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Stet</title>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`
  sendBody(response, body, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  })
}
