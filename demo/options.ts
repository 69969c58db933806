// What `npm run demo` is asked for.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { yesterdayInChina } from './days.ts'

export const SIZES = { small: 2_000, full: 60_000 } as const

export type Size = keyof typeof SIZES

export interface Asked {
  readonly size: Size
  readonly orders: number
  readonly seed: string
  readonly until: string
  readonly dataDir: string
  /** Null: the usual one, or the next that is free. */
  readonly port: number | null
  readonly isFresh: boolean
  /** Ends when loaded, for those who time or script it. */
  readonly isOnce: boolean
  readonly isRemoval: boolean
  /** Only write the files and the truth into this folder. */
  readonly filesInto: string | null
}

export const USAGE = `npm run demo -- [--small] [--orders N] [--seed TEXT] [--until YYYY-MM-DD] [--port N] [--data DIR] [--fresh] [--once]
npm run demo -- --files DIR     只写文件,不导入 · only write the files and the truth
npm run demo -- --remove        移除演示 · remove the demo`

export class WrongUsage extends Error {}

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, nowMs: number): Asked {
  const { values } = parse(args)
  const size: Size = values.small === true ? 'small' : 'full'
  const orders = Number(values.orders ?? SIZES[size])
  const port = values.port === undefined ? null : Number(values.port)
  const until = values.until ?? yesterdayInChina(nowMs)
  if (!Number.isSafeInteger(orders) || orders < 100 || orders > 200_000)
    throw new WrongUsage(`--orders ${values.orders}: 100–200000`)
  if (port !== null && (!Number.isSafeInteger(port) || port < 1 || port > 65_535))
    throw new WrongUsage(`--port ${values.port}`)
  if (!/^20\d\d-\d\d-\d\d$/.test(until) || until > yesterdayInChina(nowMs))
    throw new WrongUsage(`--until ${until}: 不晚于昨天 · yesterday at the latest`)
  return {
    size,
    orders,
    seed: values.seed ?? 'millrace',
    until,
    dataDir: values.data ?? join(env['MILLRACE_DATA'] ?? '.millrace', 'demo'),
    port,
    isFresh: values.fresh === true,
    isOnce: values.once === true,
    isRemoval: values.remove === true,
    filesInto: values.files ?? null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        small: { type: 'boolean' },
        orders: { type: 'string' },
        seed: { type: 'string' },
        until: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        files: { type: 'string' },
        fresh: { type: 'boolean' },
        once: { type: 'boolean' },
        remove: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new WrongUsage((error as Error).message)
  }
}
