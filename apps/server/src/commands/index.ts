// The commands, in the order of the help text. The first is meant when none is named.
import { config } from './config.ts'
import { serve } from './serve.ts'
import type { Command } from '../command.ts'

export const commands: readonly Command[] = [serve, config]
