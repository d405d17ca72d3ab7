// A document: who is here, what it is called, where its words are saved, and the text itself.
import type { DocumentConnection, Status } from '@stet/client'
import type { Editor } from '@stet/editor'
import { useCallback, useEffect, useState } from 'preact/hooks'
import './styles/document.css'
import './styles/around-text.css'
import { SheetSkeleton } from './document-skeleton.tsx'
import { useDocumentTitle } from './document-title.ts'
import { EditorHost } from './editor-host.tsx'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { MessagePage } from './message-page.tsx'
import { Sentence } from './sentence.tsx'
import { StatusPill } from './status-pill.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { TitleField, useTitle } from './title-field.tsx'
import { useAroundText } from './use-around-text.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useConnection, type Problem } from './use-connection.ts'
import { useWords } from './use-words.ts'

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
  readonly trouble: Problem | undefined
}

function Opening({ status, trouble }: OpeningProps) {
  const t = useWords()
  useDocumentTitle(t('opening'))
  const away = status?.state === 'offline' || status?.state === 'unsaved'
  return (
    <>
      <header class="site-header document-header">
        <HomeLink />
        <div class="header-end">{status !== undefined && away && <StatusPill status={status} t={t} />}</div>
      </header>
      <main>
        <SheetSkeleton>
          {away && (
            <p class="opening-note">
              {trouble === undefined ? t('serverAway') : t.problem(trouble)} {t('opensSoon')}
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
  readonly notKept: Problem | undefined
}

function Open({ connection, status, notKept }: OpenProps) {
  const t = useWords()
  const title = useTitle(connection.doc)
  useDocumentTitle(title || t('untitled'))
  const [editor, setEditor] = useState<Editor>()
  const [failed, setFailed] = useState(false)
  const { loaded, ...around } = useAroundText(editor)
  useFileDrop(editor)
  useEffect(() => () => setEditor(undefined), [connection])

  const focusEditor = useCallback(() => editor?.focus(), [editor])

  if (failed) {
    return (
      <MessagePage
        title={t('notStartedTitle')}
        text={t('notStartedText')}
        action={{ label: t('loadAgain'), run: () => location.reload() }}
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
          <StatusPill status={status} t={t} />
          {editor && loaded && (
            <>
              <loaded.Presence awareness={connection.awareness} editor={editor} onFollow={around.follow} />
              <loaded.CopyLink />
            </>
          )}
          <ThemeToggle />
          {editor && loaded && (
            <loaded.DocumentMenu
              editor={editor}
              title={title || t('untitled')}
              readonly={status.state === 'readonly'}
              {...around.menu}
            />
          )}
        </div>
      </header>
      {status.error !== undefined && (
        <div class="notice document-notice" role="alert">
          <p>
            {t.problem(status.error)} {t('mayNotBeSaved')}
          </p>
          <button type="button" class="button" onClick={() => location.reload()}>
            {t('loadAgain')}
          </button>
        </div>
      )}
      {notKept !== undefined && <NotKept problem={notKept} />}
      <main class="document">
        {/* Whoever moves by headings begins at the document's name; the text may have none. */}
        <h1 class="visually-hidden">{title || t('untitled')}</h1>
        <EditorHost connection={connection} onReady={setEditor} onFailed={() => setFailed(true)} />
        {editor && loaded && <loaded.AroundText editor={editor} {...around.parts} />}
      </main>
    </>
  )
}

/** Said once per visit: a private window keeps no copy in any document. */
let heardNotKept = false

function NotKept({ problem }: { readonly problem: Problem }) {
  const t = useWords()
  const [heard, setHeard] = useState(heardNotKept)
  if (heard) return null
  return (
    <div class="notice document-notice" role="status">
      <p>
        {t.problem(problem)} {t('stayConnected', { saved: t('saved') })}
      </p>
      <button
        type="button"
        class="button"
        onClick={() => {
          heardNotKept = true
          setHeard(true)
        }}
      >
        {t('understood')}
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
  const t = useWords()
  const text = t.problem({ code, message })
  switch (code) {
    case 'bad-document-name':
      return (
        <MessagePage
          title={t('badNameTitle')}
          text={<Sentence of="badNameText" parts={{ name: <code dir="ltr">{name}</code> }} />}
        />
      )
    case 'not-found':
      return <MessagePage title={t('notFoundTitle')} text={text} />
    case 'unauthorized':
    case 'forbidden':
      return <MessagePage title={t('forbiddenTitle')} text={text} />
    default:
      return (
        <MessagePage
          title={t('cannotOpenTitle')}
          text={text}
          action={{ label: t('tryAgain'), run: () => location.reload() }}
        />
      )
  }
}

function HomeLink() {
  const t = useWords()
  return (
    <Link href="/" class="home-link" aria-label={t('toAllDocuments')}>
      <Mark />
    </Link>
  )
}
