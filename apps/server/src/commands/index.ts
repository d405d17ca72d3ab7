// The commands, in the order of the help text. The first is meant when none is named.
import { backup } from './backup.ts'
import { bench } from './bench.ts'
import { check } from './check.ts'
import { config } from './config.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { restore } from './restore.ts'
import { serve } from './serve.ts'
import { token } from './token.ts'
import type { Command } from '../command.ts'

export const commands: readonly Command[] = [
  serve,
  doctor,
  check,
  backup,
  restore,
  exportCommand,
  importCommand,
  token,
  bench,
  config,
]
