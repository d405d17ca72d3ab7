// Text as Markdown that is read as just that text. A sign is escaped only where it would mean something, because people
// read these files: `snake_case` and `2 * 3` stay as they are.

/** What is known of the text around a piece of it. */
export interface TextPlace {
  /** It begins a line: a number and a dot would begin a list there. */
  readonly lineStart: boolean
  /** Of these signs the block has two or more, so a pair of them could mean something. */
  readonly paired: ReadonlySet<string>
  /** It stands in a cell of a table. */
  readonly cell: boolean
}

/** Signs of which one alone means nothing. */
export const pairedSigns = ['$', '~'] as const

const entity = /^&(?:#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});/i
const wordCharacter = /[\p{L}\p{N}]/u

export function escapeText(text: string, place: TextPlace): string {
  let escaped = ''
  for (const [index, line] of text.split('\n').entries()) {
    // A line feed inside a text is no line of Markdown.
    if (index > 0) escaped += '&#10;'
    const start = place.lineStart && index === 0
    escaped += start ? escapeLineStart(escapeSigns(line, place), line) : escapeSigns(line, place)
  }
  return escaped
}

function escapeSigns(text: string, { paired, cell }: TextPlace): string {
  return text.replace(/[\\`*_[\]<&$~|\u00A0\r]|https?:(?=\/\/)/gi, (sign: string, at: number) => {
    const before = text[at - 1]
    const after = text[at + 1]
    switch (sign) {
      case '*':
        return before === ' ' && after === ' ' ? sign : `\\${sign}`
      case '_':
        return isWord(before) && isWord(after) ? sign : `\\${sign}`
      case '<':
        return after === undefined || /[a-z/!?]/i.test(after) ? `\\${sign}` : sign
      case '&':
        return entity.test(text.slice(at, at + 40)) ? '&amp;' : sign
      case '$':
      case '~':
        return paired.has(sign) || before === undefined || after === undefined ? `\\${sign}` : sign
      case '|':
        // After a backslash readers of tables disagree on what `\\|` is.
        return cell ? (before === '\\' ? '&#124;' : '\\|') : sign
      case '\u00A0':
        return '&nbsp;'
      case '\r':
        return '&#13;'
      case '\\':
      case '`':
      case '[':
      case ']':
        return `\\${sign}`
      default:
        // An address that is not a link must not become one.
        return `${sign.slice(0, -1)}\\:`
    }
  })
}

// `text` is what `escaped` says.
function escapeLineStart(escaped: string, text: string): string {
  if (/^(?:[-+](?:[\s|:-]|$)|>|#{1,6}(?:\s|$)|=+\s*$|[:|])/.test(text))
    return `\\${escaped.replace(/^\\/, '')}`
  const number = /^(\d{1,9})[.)](?:\s|$)/.exec(text)?.[1]
  return number === undefined ? escaped : `${number}\\${escaped.slice(number.length)}`
}

/** White space at the ends of a line would be dropped. */
export function keepEdgeSpaces(line: string): string {
  return line.replace(/^\s+|\s+$/g, (spaces) =>
    Array.from(spaces, (space) => `&#${String(space.codePointAt(0))};`).join(''),
  )
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && wordCharacter.test(character)
}
