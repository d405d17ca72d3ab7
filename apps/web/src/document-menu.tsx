// What one does with a document as a whole: find in it, look at it, take it along, bring something in.
import type { Editor, OutlineEntry } from '@stet/editor'
import { useRef } from 'preact/hooks'
import { exportDocument, saveFile, type ExportFormat } from './export-file.ts'
import { MoreIcon } from './icons.tsx'
import type { SiteKey } from './messages/english.ts'
import { MenuButton, type MenuGroup } from './menu-button.tsx'
import { fewestHeadings } from './outline.ts'
import { useWords } from './use-words.ts'
import { charactersOf, wordsOf } from './word-count.tsx'

export interface DocumentMenuProps {
  readonly editor: Editor
  readonly title: string
  readonly readonly: boolean
  readonly outline: readonly OutlineEntry[]
  readonly outlineShown: boolean
  readonly onOutline: () => void
  readonly onFocusMode: () => void
  /** The message is for the person who chose the file. */
  readonly onProblem: (message: string) => void
}

const formats: readonly (readonly [ExportFormat, SiteKey])[] = [
  ['markdown', 'markdown'],
  ['html', 'html'],
  ['text', 'plainText'],
  ['json', 'json'],
]

const mod = /Mac|iP(?:hone|ad|od)/.test(navigator.platform) ? '⌘' : 'Ctrl+'

export function DocumentMenu(props: DocumentMenuProps) {
  const { editor, title, onProblem } = props
  const t = useWords()
  const file = useRef<HTMLInputElement>(null)

  function groups(): readonly MenuGroup[] {
    return [
      {
        items: [
          { label: t('find'), hint: `${mod}F`, run: () => editor.run('find') },
          ...(props.readonly
            ? []
            : [{ label: t('findAndReplace'), hint: `${mod}H`, run: () => editor.run('findAndReplace') }]),
        ],
      },
      {
        name: t('view'),
        items: [
          ...(props.outline.length < fewestHeadings
            ? []
            : [{ label: t('outline'), checked: props.outlineShown, run: props.onOutline }]),
          { label: t('focusMode'), run: props.onFocusMode },
          { label: t('shortcuts'), hint: `${mod}/`, run: () => editor.run('showShortcuts') },
        ],
      },
      {
        name: t('export'),
        items: formats.map(([format, label]) => ({
          label: t(label),
          run: () => saveFile(exportDocument(editor, format, title)),
        })),
      },
      {
        name: t('document'),
        items: [
          ...(props.readonly ? [] : [{ label: t('importFile'), run: () => file.current?.click() }]),
          { label: t('print'), hint: `${mod}P`, run: () => print() },
        ],
      },
    ]
  }

  async function importFile(chosen: File): Promise<void> {
    try {
      await editor.importFile(chosen)
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <>
      <MenuButton
        label={t('more')}
        button={<MoreIcon />}
        buttonClass="icon-button"
        groups={groups}
        foot={() => {
          const count = editor.getCount()
          return `${wordsOf(t, count)}, ${charactersOf(t, count)}`
        }}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept=".md,.markdown,.html,.htm,.txt"
        aria-label={t('fileToImport')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen) void importFile(chosen)
        }}
      />
    </>
  )
}
