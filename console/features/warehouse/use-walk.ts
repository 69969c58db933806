// The walk of a wave on the device: what the server said last, less what was done here since. It outlives the connection.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { warehouseApi } from '../../../src/modules/warehouse/contract.ts'
import { enqueue, flush, type Outcome, type PickAct, waiting } from './queue.ts'

export type Walk = Result<(typeof warehouseApi)['picks']>
export type Stop = Walk['stops'][number]

const storeOf = (id: string) => `millrace.pda.walk.${id}`

function stored(id: string): Walk | undefined {
  try {
    return JSON.parse(localStorage.getItem(storeOf(id)) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** How often what waits is tried again. */
const RETRY_MS = 3_000
/** How often the server is asked what was pulled meanwhile. */
const FRESH_MS = 8_000

const isOf = (act: PickAct, stop: Stop) =>
  act.locationId === stop.locationId &&
  act.skuId === stop.skuId &&
  act.lot === stop.lot &&
  act.slot === stop.slot

/** The stops that are left when everything that waits to be sent has been done. */
export function afterActs(stops: readonly Stop[], acts: readonly PickAct[]): Stop[] {
  let left = [...stops]
  for (const act of acts) {
    left = left.flatMap((stop): Stop[] => {
      if (!isOf(act, stop) || act.kind === 'skip') return [stop]
      const rest = BigInt(stop.qty) - BigInt(act.qty)
      return act.isShort || rest <= 0n ? [] : [{ ...stop, qty: String(rest) }]
    })
    if (act.kind === 'skip')
      left = [...left.filter((stop) => !isOf(act, stop)), ...left.filter((stop) => isOf(act, stop))]
  }
  return left
}

export function useWalk(id: string, tell: (outcome: Outcome) => void) {
  const client = useQueryClient()
  const read = useRead(api.warehouse.picks, { params: { id } }, { everyMs: FRESH_MS })
  const [acts, setActs] = useState(() => waiting())
  const [isOffline, setOffline] = useState(false)
  const walk = read.data ?? stored(id)
  useEffect(() => {
    if (read.data) localStorage.setItem(storeOf(id), JSON.stringify(read.data))
  }, [id, read.data])
  const send = useCallback(async () => {
    let hasSent = false
    const end = await flush((outcome) => {
      hasSent = true
      tell(outcome)
    })
    setActs(waiting())
    setOffline(end === 'offline')
    if (hasSent) await client.invalidateQueries({ queryKey: ['warehouse'] })
    setActs(waiting())
  }, [client, tell])
  useEffect(() => {
    const timer = setInterval(() => {
      if (waiting().length > 0) void send()
    }, RETRY_MS)
    return () => clearInterval(timer)
  }, [send])
  const act = (one: Omit<PickAct, 'key' | 'at'>) => {
    enqueue(one)
    setActs(waiting())
    void send()
  }
  const own = acts.filter(({ waveId }) => waveId === id)
  return {
    walk,
    stops: afterActs(walk?.stops ?? [], own),
    unsent: acts.length,
    isOffline:
      isOffline || (read.error !== null && read.error !== undefined && read.error.isPassing),
    problem: read.error,
    act,
    refresh: () => client.invalidateQueries({ queryKey: ['warehouse'] }),
  }
}
