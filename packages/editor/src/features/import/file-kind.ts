// Which files can be brought in, told without reading them.

export type FileKind = 'markdown' | 'html' | 'text'

const kinds: Readonly<Record<string, FileKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  html: 'html',
  htm: 'html',
  txt: 'text',
  text: 'text',
}

/** By the ending of its name, since what the system says of a `.md` differs by machine. */
export function kindOfFile(file: Pick<File, 'name' | 'type'>): FileKind | undefined {
  const ending = /\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  const byName = kinds[ending]
  if (byName) return byName
  if (file.type === 'text/markdown') return 'markdown'
  if (file.type === 'text/html') return 'html'
  return file.type === 'text/plain' && !file.name.includes('.') ? 'text' : undefined
}
