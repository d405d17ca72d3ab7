// What a command of the program is: a row for the help text, what it takes, and what it does.
import type { Configuration } from './config/configuration.ts'
import type { SettingName } from './config/settings.ts'
import type { Terminal } from './terminal.ts'

export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly about: string
  /** What stands after the command, in this order. */
  readonly words?: readonly Word[]
  /** Its own flags, by name without the dashes. */
  readonly options?: Readonly<Record<string, CommandOption>>
  /** The settings that mean something to it. */
  readonly settings: readonly SettingName[]
  /** What else one should know, below the flags. */
  readonly notes?: string
  /** Throws a Failure (exit code 1) or a Mistake (2). */
  run(call: Call): Promise<Outcome>
}

export interface Word {
  readonly name: string
  readonly about: string
  readonly optional?: boolean
}

export interface CommandOption {
  /** Of its value: `<format>`. '' for a switch. */
  readonly argument: string
  readonly example: string
  readonly about: string
}

export interface Call {
  readonly configuration: Configuration
  readonly env: Readonly<Record<string, string | undefined>>
  /** The words after the command, by name. */
  readonly words: Readonly<Record<string, string>>
  /** The command's own flags that were given; a switch has ''. */
  readonly options: Readonly<Record<string, string>>
  /** `--json`: the command may want to be quieter. What it returns is printed accordingly. */
  readonly json: boolean
  readonly terminal: Terminal
}

export interface Outcome {
  /** 0: done, nothing wrong. 1: done, and something is wrong. */
  readonly exitCode: 0 | 1
  /** For a person, with its line ends. */
  readonly text: string
  /** The same for a program (`--json`). Undefined: nothing is printed. */
  readonly json: unknown
}
