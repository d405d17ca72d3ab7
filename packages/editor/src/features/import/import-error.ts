// Why a file could not be brought in, said to the person who brought it.
import type { Translator } from '../../messages/translate.ts'

/** Of an ImportError of read-file.ts (known by its `problem`: that file is loaded only when a file comes). */
export function describeImportError(
  error: unknown,
  { translate, name }: { readonly translate: Translator; readonly name: string },
): Error {
  const problem = error instanceof Error && 'problem' in error ? error.problem : undefined
  const key =
    problem === 'importTooLarge' || problem === 'importUnknown' ? problem : ('importUnreadable' as const)
  const described = new Error(translate(key, { name }), { cause: error })
  described.name = 'ImportError'
  return described
}
