// The commands, in the order the usage shows them.
import { accountCommands, init } from './accounts.ts'
import type { Command } from './command.ts'
import { salesCommands } from './sales.ts'
import { stockCommands } from './stock.ts'
import { upkeepCommands } from './upkeep.ts'

export const COMMANDS: readonly Command[] = [
  init,
  ...salesCommands,
  ...stockCommands,
  ...accountCommands,
  ...upkeepCommands,
]
