// What the page around may ask of the editor, by name. Nothing else can be reached through a message.
import type { DocumentJSON } from '@stet/document'
import type { Editor, EditorUser } from '@stet/editor'

const methods: Readonly<Record<string, (editor: Editor, args: readonly unknown[]) => unknown>> = {
  getMarkdown: (editor) => editor.getMarkdown(),
  getHTML: (editor) => editor.getHTML(),
  getText: (editor) => editor.getText(),
  getJSON: (editor) => editor.getJSON(),
  getOutline: (editor) => editor.getOutline(),
  getCount: (editor) => editor.getCount(),
  setMarkdown: (editor, [markdown]) => editor.setMarkdown(String(markdown)),
  setHTML: (editor, [html]) => editor.setHTML(String(html)),
  setContent: (editor, [content]) => editor.setContent(content as DocumentJSON),
  setReadonly: (editor, [readonly]) => editor.setReadonly(readonly === true),
  setUser: (editor, [user]) => editor.setUser(user as EditorUser),
  focus: (editor) => editor.focus(),
  showBlock: (editor, [id]) => editor.showBlock(String(id)),
  run: (editor, [action]) => editor.run(String(action)),
  command: (editor, [name, ...options]) => {
    const commands = editor.commands as unknown as Readonly<Record<string, (...of: unknown[]) => boolean>>
    const command = typeof name === 'string' && Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command === undefined) throw new TypeError(`There is no command ${JSON.stringify(name)}.`)
    return command(...options)
  },
}

/** Rejects when there is no such method, or the editor throws. */
export async function answerCall(editor: Editor, method: string, args: readonly unknown[]): Promise<unknown> {
  const answer = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (answer === undefined) {
    throw new TypeError(`There is no method ${JSON.stringify(method)}: ${Object.keys(methods).join(', ')}.`)
  }
  return structuredClone(await answer(editor, args))
}
