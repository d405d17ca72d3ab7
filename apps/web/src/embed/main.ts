// The page /embed/<document>: one editor, for a frame. It opens at once, or with `?wait` when the page around says so.
import './frame.css'
import { createEditor, type Editor, type EditorEvents, type EditorOptions } from '@stet/editor'
import { answerCall } from './answer-call.ts'
import { readEmbedAddress } from './embed-address.ts'
import { tellable, type CallMessage, type OpenMessage, type ToldEvent } from './embed-messages.ts'
import { listenToParent } from './parent-page.ts'

const address = readEmbedAddress(location)
if (address.theme !== undefined) document.documentElement.style.colorScheme = address.theme
document.title = address.document

const host = document.getElementById('editor')
if (host === null) throw new Error('embed.html has lost its #editor element, where the editor is shown.')

const opened = Promise.withResolvers<Editor>()
let hasBegun = false
let lastAnswer = Promise.resolve()
/** What waits for a token from the page around. */
let onToken: ((token: string) => void) | undefined

const parent = listenToParent((message) => {
  switch (message.type) {
    case 'stet:open':
      void open(message)
      return
    case 'stet:token':
      onToken?.(message.token)
      return
    case 'stet:call':
      answer(message)
      return
    default:
      message satisfies never
  }
})
if (!address.waits) void open({ type: 'stet:open' })

async function open({ user, token }: OpenMessage): Promise<void> {
  if (hasBegun) return
  hasBegun = true
  try {
    const editor = await createEditor(host as HTMLElement, optionsFor(user, token))
    for (const event of told) editor.on(event, (detail) => tell(event, detail))
    opened.resolve(editor)
    void showStatus(editor)
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error))
    tell('error', failure)
    showTrouble(failure.message)
    opened.reject(failure)
  }
}

/** The text is there and can be written in, with or without it. */
async function showStatus(editor: Editor): Promise<void> {
  const loaded = await import('./frame-status.tsx').catch(() => undefined)
  loaded?.showFrameStatus(editor, address.locale)
}

function optionsFor(user: OpenMessage['user'], first: string | undefined): EditorOptions {
  const { document, readonly, toolbar, locale, name } = address
  const shown = user ?? (name === undefined ? undefined : { name, color: '#1556a6' })
  return {
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`,
    document,
    readonly,
    toolbar,
    ...(locale === undefined ? {} : { locale }),
    ...(shown === undefined ? {} : { user: shown }),
    ...(first === undefined ? {} : { token: tokens(first) }),
  }
}

/** The first one was given; when the connection wants another, the page around is asked. */
function tokens(first: string): () => string | Promise<string> {
  let next: string | undefined = first
  return () => {
    const given = next
    next = undefined
    if (given !== undefined) return given
    parent.tell({ type: 'stet:token-wanted' })
    return new Promise((resolve) => (onToken = resolve))
  }
}

/** One after the other, as they were asked: what is read after something was set is what was set. */
function answer(call: CallMessage): void {
  lastAnswer = lastAnswer.then(() => answerNow(call))
}

async function answerNow({ id, method, args }: CallMessage): Promise<void> {
  try {
    const value = await answerCall(await opened.promise, method, args)
    parent.tell({ type: 'stet:answer', id, value })
  } catch (error) {
    parent.tell({ type: 'stet:refusal', id, message: error instanceof Error ? error.message : String(error) })
  }
}

const told = ['ready', 'change', 'selection', 'status', 'presence', 'error'] as const

function tell(event: ToldEvent, detail: EditorEvents[ToldEvent]): void {
  parent.tell({ type: 'stet:event', event, detail: tellable(detail) })
}

function showTrouble(message: string): void {
  const words = document.createElement('p')
  words.className = 'embed-trouble'
  words.role = 'alert'
  words.textContent = message
  host?.replaceChildren(words)
}
// Who asks is told; nobody asked is no error of the page.
opened.promise.catch(() => {})
