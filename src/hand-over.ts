// One address, two houses: the real one, and a demo in a folder inside its own. Only one is served at a time, by a process of its own; this
// file passes the address from one to the other. A process that is asked to make room stops in order and says by its exit code
// what is to follow; whoever began stays behind and starts it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Config, environmentOf } from '#kernel/config.ts'
import type { HandOver } from '#kernel/services.ts'
import { removeDemo } from '#kernel/remove-demo.ts'

const ROOT = join(import.meta.dirname, '..')

/** Exit codes beyond those of the system and of Node. */
const CODES: Readonly<Record<HandOver, number>> = {
  'leave-demo': 75,
  'remove-demo': 76,
  'demo-small': 77,
  'demo-full': 78,
}

/** Where the demo of a house lies. */
export const demoFolderOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'demo')

/** After everything of this process has stopped. Does not return before the program ends. */
export async function handOver(config: Config, to: HandOver): Promise<number> {
  if (to === 'remove-demo') await removeDemo(config.dataDir)
  if (config.parent !== null) return CODES[to]
  // A demo that somebody started by itself: there is no other house to serve.
  return config.isDemo ? 0 : stayBehind(config, to)
}

/** One child after the other, until one ends without naming another. */
async function stayBehind(config: Config, first: HandOver): Promise<number> {
  for (let next: HandOver = first; ;) {
    const code = await runChild(argumentsOf(config, next), config)
    const named = (Object.keys(CODES) as HandOver[]).find((name) => CODES[name] === code)
    // A demo that could not be made must not take the house down with it.
    const isFailedDemo = next.startsWith('demo-') && code !== 0 && named === undefined
    if (named === undefined && !isFailedDemo) return code
    next = named ?? 'leave-demo'
  }
}

function argumentsOf(config: Config, next: HandOver): string[] {
  if (next !== 'demo-small' && next !== 'demo-full')
    return [...process.execArgv, join(ROOT, 'src/main.ts')]
  const small = next === 'demo-small' ? ['--small'] : []
  return [
    join(ROOT, 'demo/main.ts'),
    '--port',
    String(config.port),
    '--data',
    demoFolderOf(config),
    ...small,
  ]
}

function runChild(args: readonly string[], config: Config): Promise<number> {
  const child = spawn(process.execPath, [...args], {
    cwd: ROOT,
    env: environmentOf(config),
    stdio: 'inherit',
    // A session of its own: Ctrl-C in the terminal reaches it once, through us, and not twice.
    detached: process.platform !== 'win32',
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
