// What a picker did, kept on the device until the server has it. Each act has its key from the start, so that sending it again after a
// lost answer does nothing twice; acts of one device arrive in their order. A refusal is kept to be shown, never tried for ever.
import { api, newKey } from '../../api/client.ts'
import { type ApiProblem, toProblem } from '../../api/problem.ts'

export interface PickAct {
  readonly key: string
  readonly kind: 'pick' | 'skip'
  readonly waveId: string
  readonly locationId: string
  readonly skuId: string
  readonly lot: string
  readonly slot: number | null
  readonly qty: string
  readonly isShort: boolean
  /** For people: what it was. */
  readonly about: string
  readonly at: number
}

export interface Outcome {
  readonly act: PickAct
  /** Null: accepted as sent. */
  readonly problem: ApiProblem | null
  readonly returned: string
  readonly pulled: readonly string[]
  readonly elsewhere: number
}

const STORE = 'millrace.pda.queue'

export function waiting(): PickAct[] {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '[]') as PickAct[]
  } catch {
    return []
  }
}

const keep = (acts: readonly PickAct[]) => localStorage.setItem(STORE, JSON.stringify(acts))

export function enqueue(act: Omit<PickAct, 'key' | 'at'>): void {
  keep([...waiting(), { ...act, key: newKey(), at: Date.now() }])
}

type End = 'empty' | 'offline'

let sending: Promise<End> | null = null

/** Send what waits, oldest first, until nothing does or nobody answers. Whoever asks meanwhile hears how it ends. */
export function flush(tell: (outcome: Outcome) => void): Promise<End> {
  sending ??= sendAll(tell).finally(() => (sending = null))
  return sending
}

async function sendAll(tell: (outcome: Outcome) => void): Promise<End> {
  for (let [act] = waiting(); act !== undefined; [act] = waiting()) {
    const outcome = await send(act)
    if (outcome === null) return 'offline'
    const sent = act.key
    keep(waiting().filter(({ key }) => key !== sent))
    tell(outcome)
  }
  return 'empty'
}

async function send(act: PickAct): Promise<Outcome | null> {
  const { waveId, locationId, skuId, lot, slot, qty, isShort } = act
  const stop = { locationId, skuId, lot, ...(slot === null ? {} : { slot }) }
  const nothing = { act, problem: null, returned: '0', pulled: [], elsewhere: 0 }
  try {
    if (act.kind === 'skip') {
      await api.warehouse.skip.run(
        { params: { id: waveId }, body: stop },
        { idempotencyKey: act.key },
      )
      return nothing
    }
    const answer = await api.warehouse.pick.run(
      { params: { id: waveId }, body: { ...stop, qty, isShort } },
      { idempotencyKey: act.key },
    )
    return {
      ...nothing,
      returned: answer.returned,
      pulled: answer.pulled,
      elsewhere: answer.elsewhere.length,
    }
  } catch (error) {
    const problem = toProblem(error)
    // Silence, a proxy without a server, or too much at once: it waits. A refusal will be refused again.
    if (problem.isPassing || problem.status === 401) return null
    return { ...nothing, problem }
  }
}
