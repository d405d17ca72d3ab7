// What a setting is: one row of the table in settings.ts, which help texts, the README, flags, environment and the
// configuration file are all read from. The makers below are the kinds of values there are.

export interface Setting<Value> {
  /** Its environment variable. */
  readonly variable: string
  /** False: not a flag, because everybody on the machine can read the arguments of a process. */
  readonly flag: boolean
  /** Of its value, in help texts: `<number>`. '' for a switch, which needs none. */
  readonly argument: string
  /** A value, for messages. */
  readonly example: string
  /** One line for help texts. */
  readonly about: string
  readonly fallback: Value
  /** How the fallback is called in help texts; '' when there is nothing to say. */
  readonly fallbackText: string
  /** Never printed. */
  readonly secret: boolean
  /** Names a file or folder: in the configuration file it is relative to that file. */
  readonly path: boolean
  /** Completes the sentence "--port must be …". */
  readonly expected: string
  /** Undefined: unfit. */
  fromText(text: string): Value | undefined
  /** The same for a value of the configuration file. */
  fromJSON(value: unknown): Value | undefined
}

interface Description<Value> {
  readonly variable: string
  readonly about: string
  readonly fallback: Value
  readonly fallbackText?: string
  readonly example?: string
  readonly secret?: boolean
}

export interface NumberDescription<Value> extends Description<Value> {
  readonly min: number
  readonly max: number
  readonly expected: string
}

export function numberSetting<Value extends number | undefined>(
  description: NumberDescription<Value>,
): Setting<number | Value> {
  const { min, max } = description
  const fromText = (text: string): number | undefined => {
    const value = /^\d{1,9}$/u.test(text) ? Number(text) : -1
    return value >= min && value <= max ? value : undefined
  }
  return {
    ...complete(description),
    argument: '<number>',
    expected: description.expected,
    fromText,
    fromJSON: (value) => (typeof value === 'number' ? fromText(String(value)) : undefined),
  }
}

export interface TextDescription<Value> extends Description<Value> {
  readonly argument: string
  readonly expected: string
  /** Default: every text that is not empty. */
  readonly fits?: (text: string) => boolean
  readonly path?: boolean
}

export function textSetting<Value extends string | undefined>(
  description: TextDescription<Value>,
): Setting<string | Value> {
  const fits = description.fits ?? (() => true)
  const fromText = (text: string): string | undefined =>
    text !== '' && !text.includes('\0') && fits(text) ? text : undefined
  return {
    ...complete(description),
    argument: description.argument,
    expected: description.expected,
    path: description.path === true,
    fromText,
    fromJSON: (value) => (typeof value === 'string' ? fromText(value) : undefined),
  }
}

export interface ChoiceDescription<Value extends string> extends Description<NoInfer<Value>> {
  readonly choices: readonly Value[]
}

export function choiceSetting<const Value extends string>(
  description: ChoiceDescription<Value>,
): Setting<Value> {
  const { choices } = description
  const fromText = (text: string): Value | undefined => choices.find((choice) => choice === text)
  return {
    ...complete(description),
    argument: `<${choices.join('|')}>`,
    expected: `one of ${choices.join(', ')}`,
    fromText,
    fromJSON: (value) => (typeof value === 'string' ? fromText(value) : undefined),
  }
}

/** A flag without a value; in the environment 1, true, yes, on or 0, false, no, off. */
export function switchSetting(
  description: Omit<Description<boolean>, 'fallback' | 'example'>,
): Setting<boolean> {
  return {
    ...complete({ ...description, fallback: false, example: 'true' }),
    fallbackText: description.fallbackText ?? 'off',
    argument: '',
    expected: 'true or false',
    fromText(text) {
      if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true
      return ['0', 'false', 'no', 'off'].includes(text.toLowerCase()) ? false : undefined
    },
    fromJSON: (value) => (typeof value === 'boolean' ? value : undefined),
  }
}

export interface ListDescription extends Omit<Description<readonly string[]>, 'fallback'> {
  readonly argument: string
  readonly expected: string
  readonly fits: (item: string) => boolean
}

/** Separated by commas in flags and the environment, an array in the configuration file. */
export function listSetting(description: ListDescription): Setting<readonly string[]> {
  const { fits } = description
  const read = (items: readonly string[]): readonly string[] | undefined =>
    items.every((item) => item !== '' && fits(item)) ? items : undefined
  return {
    ...complete({ ...description, fallback: [] }),
    fallbackText: description.fallbackText ?? 'none',
    argument: description.argument,
    expected: description.expected,
    fromText: (text) => read(text.split(',').map((item) => item.trim())),
    fromJSON: (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? read(value) : undefined,
  }
}

function complete<Value>(description: Description<Value>) {
  const { variable, about, fallback, secret = false } = description
  return {
    variable,
    about,
    fallback,
    secret,
    flag: !secret,
    path: false,
    example: description.example ?? String(fallback),
    fallbackText: description.fallbackText ?? (fallback === undefined ? 'none' : String(fallback)),
  }
}
