// A document: who is here, what it is called, where its words are saved, and the text itself.
import type { DocumentConnection, Status } from '@stet/client'
import type { Editor } from '@stet/editor'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import './styles/document.css'
import { CopyLink } from './copy-link.tsx'
import { SheetSkeleton } from './document-skeleton.tsx'
import { useDocumentTitle } from './document-title.ts'
import { EditorHost } from './editor-host.tsx'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { MessagePage } from './message-page.tsx'
import { Presence } from './presence.tsx'
import { StatusPill } from './status-pill.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { TitleField, useTitle } from './title-field.tsx'
import { useConnection } from './use-connection.ts'

export function DocumentPage({ document: name }: { readonly document: string }) {
  const opened = useConnection(name)
  switch (opened.stage) {
    case 'opening':
      return <Opening status={opened.status} trouble={opened.trouble} />
    case 'open':
      return <Open connection={opened.connection} status={opened.status} notKept={opened.notKept} />
    case 'refused':
      return <Refused code={opened.code} message={opened.message} name={name} />
    default:
      return opened satisfies never
  }
}

interface OpeningProps {
  readonly status: Status | undefined
  readonly trouble: string | undefined
}

function Opening({ status, trouble }: OpeningProps) {
  useDocumentTitle('Opening…')
  const away = status?.state === 'offline' || status?.state === 'unsaved'
  return (
    <>
      <header class="site-header document-header">
        <HomeLink />
        <div class="header-end">{status !== undefined && away && <StatusPill status={status} />}</div>
      </header>
      <main>
        <SheetSkeleton>
          {away && (
            <p class="opening-note">
              {trouble ?? 'The server cannot be reached, and this document is not on this device yet.'} It
              opens here as soon as the server answers.
            </p>
          )}
        </SheetSkeleton>
      </main>
    </>
  )
}

interface OpenProps {
  readonly connection: DocumentConnection
  readonly status: Status
  readonly notKept: string | undefined
}

function Open({ connection, status, notKept }: OpenProps) {
  const title = useTitle(connection.doc)
  useDocumentTitle(title || 'Untitled')
  const editor = useRef<Editor | undefined>(undefined)
  const [failed, setFailed] = useState(false)
  useEffect(() => () => (editor.current = undefined), [connection])

  const ready = useCallback((made: Editor) => {
    editor.current = made
    // An empty page waits for words; in a written one the reader decides where to start.
    if (made.getText().trim() === '') made.focus()
  }, [])
  const focusEditor = useCallback(() => editor.current?.focus(), [])

  if (failed) {
    return (
      <MessagePage
        title="The editor did not start"
        text="Nothing is lost: what was saved stays saved. Loading the page again usually helps."
        action={{ label: 'Load again', run: () => location.reload() }}
      />
    )
  }
  return (
    <>
      <header class="site-header document-header">
        <HomeLink />
        <TitleField
          doc={connection.doc}
          title={title}
          readonly={status.state === 'readonly'}
          onDone={focusEditor}
        />
        <div class="header-end">
          <StatusPill status={status} />
          <Presence awareness={connection.awareness} />
          <CopyLink />
          <ThemeToggle />
        </div>
      </header>
      {status.error !== undefined && (
        <div class="notice document-notice" role="alert">
          <p>{status.error.message} What you see here may not be saved: copy what you need.</p>
          <button type="button" class="button" onClick={() => location.reload()}>
            Load again
          </button>
        </div>
      )}
      {notKept !== undefined && <NotKept message={notKept} />}
      <main class="document">
        {/* Whoever moves by headings begins at the document's name; the text may have none. */}
        <h1 class="visually-hidden">{title || 'Untitled'}</h1>
        <EditorHost connection={connection} onReady={ready} onFailed={() => setFailed(true)} />
      </main>
    </>
  )
}

/** Said once per visit: a private window keeps no copy in any document. */
let heardNotKept = false

function NotKept({ message }: { readonly message: string }) {
  const [heard, setHeard] = useState(heardNotKept)
  if (heard) return null
  return (
    <div class="notice document-notice" role="status">
      <p>{message} Stay connected until the status says “Saved”.</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          heardNotKept = true
          setHeard(true)
        }}
      >
        Understood
      </button>
    </div>
  )
}

interface RefusedProps {
  readonly code: string
  readonly message: string
  readonly name: string
}

function Refused({ code, message, name }: RefusedProps) {
  switch (code) {
    case 'bad-document-name':
      return (
        <MessagePage
          title="This is not a document’s address"
          text={
            <>
              <code>{name}</code> cannot be a document’s name: a name has up to 128 letters (A to Z), digits
              and the signs . _ ~ : -
            </>
          }
        />
      )
    case 'not-found':
      return <MessagePage title="There is no such document" text={message} />
    case 'unauthorized':
    case 'forbidden':
      return <MessagePage title="This document is not open to you" text={message} />
    default:
      return (
        <MessagePage
          title="This document cannot be opened"
          text={message}
          action={{ label: 'Try again', run: () => location.reload() }}
        />
      )
  }
}

function HomeLink() {
  return (
    <Link href="/" class="home-link" aria-label="Stet, to all documents">
      <Mark />
    </Link>
  )
}
