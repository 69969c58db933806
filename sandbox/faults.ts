// What goes wrong with a call, by seed and by its number. The truth of the platform never depends on it.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, OK } from './answers.ts'
import { answer, type Call, WRITES } from './api.ts'
import { count } from './change.ts'
import { type Chance, chanceOf } from './random.ts'
import type { World } from './world.ts'

export interface Reply {
  readonly status: number
  readonly body: Answer | null
  /** Milliseconds; sent as `Retry-After-Ms`. */
  readonly retryAfterMs?: number
}

/** Records as they were last told: now and then told again, as a lagging replica would. */
type Lagging = Map<string, unknown>

export interface Faulty {
  reply(call: Call): Promise<Reply>
  /** The platform's clock as told to a caller: off by some seconds, never twice the same. */
  clock(): number
}

export function faultyApi(world: World): Faulty {
  let calls = 0
  const lagging: Lagging = new Map()
  const next = () => {
    calls += 1
    return chanceOf(`${world.seed}/call/${calls}`)
  }
  return {
    clock: () => world.now + (world.chaos > 0 ? next().int(-15_000, 15_000) : 0),
    async reply(call) {
      const chance = next()
      const happens = (fault: string, perMille: number) => {
        const does = chance.perMille(perMille * world.chaos)
        if (does) count(world, fault)
        return does
      }
      if (happens('throttled', 30))
        return { status: 429, body: null, retryAfterMs: chance.int(5, 40) }
      if (happens('failed before', 15)) return { status: 503, body: null }
      if (happens('slow', 20)) await sleep(chance.int(10, 60))
      const body = spoil(world, lagging, answer(world, call), chance)
      if (happens('failed after', WRITES.has(call.method) ? 80 : 15))
        return { status: 502, body: null }
      return { status: 200, body }
    },
  }
}

function spoil(world: World, lagging: Lagging, said: Answer, chance: Chance): Answer {
  if (said.code !== OK || world.chaos === 0) return said
  const data = said.data as Record<string, unknown>
  if (Array.isArray(data['list']) && data['list'].length > 0 && chance.perMille(50 * world.chaos)) {
    count(world, 'row twice')
    const list = data['list'] as unknown[]
    return { ...said, data: { ...data, list: [...list, chance.pick(list)] } }
  }
  for (const [name, key] of [
    ['orders', 'order_id'],
    ['aftersales', 'aftersale_id'],
  ] as const) {
    const records = data[name] as Record<string, unknown>[] | undefined
    if (records)
      return {
        ...said,
        data: {
          [name]: records.map((one) => stale(world, lagging, one, String(one[key]), chance)),
        },
      }
  }
  return said
}

function stale(
  world: World,
  lagging: Lagging,
  record: unknown,
  no: string,
  chance: Chance,
): unknown {
  const told = lagging.get(no)
  const isOlder = told !== undefined && JSON.stringify(told) !== JSON.stringify(record)
  if (isOlder && chance.perMille(150 * world.chaos)) {
    count(world, 'detail stale')
    return told
  }
  lagging.set(no, structuredClone(record))
  return record
}
