// The books of the months that are over are closed, and the stock of each day is written down as it then was.
import { addDays } from '../days.ts'
import { eventOf } from '../events.ts'
import type { Client } from './client.ts'
import type { Loading } from './history.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** Days of stock at day's end: what the board compares with. More is one command away. */
const STOCK_DAYS = 31

export async function finish({ client, year }: Loading): Promise<void> {
  const { until } = year.demand.options
  const out = year.outages.find(({ sku }) =>
    eventOf(year.demand.events, 'stock-out-e600').skus.includes(sku),
  )
  // The weeks of the stock-out, too, where there was one: nothing in stock is what they show.
  const spans = [
    ...(out === undefined
      ? []
      : [[addDays(out.days[0]!, -3), addDays(out.days.at(-1)!, 2)] as const]),
    [addDays(until, 1 - STOCK_DAYS), until] as const,
  ]
  for (const [from, to] of spans) {
    const { jobId } = await client.call<{ jobId: string }>('POST', '/api/analytics/stock-days', {
      from,
      to: to > until ? until : to,
    })
    await jobDone(client, jobId)
  }
  const { items } = await client.call<{
    items: { month: string; isOver: boolean; isClosed: boolean }[]
  }>('GET', '/api/costing/months')
  const over = items.filter(({ isOver, isClosed }) => isOver && !isClosed).map(({ month }) => month)
  // The last one is left for whoever tries it.
  for (const month of over.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, -1))
    await client.call('POST', '/api/costing/months/close', { month })
}

async function jobDone(client: Client, jobId: string): Promise<void> {
  for (;;) {
    const { items } = await client.call<{
      items: { id: string; status: string; error: string | null }[]
    }>('GET', '/api/jobs?name=analytics.write_stock_days&limit=50')
    const job = items.find(({ id }) => id === jobId)
    if (job === undefined || job.status === 'done') return
    if (job.status === 'failed' || job.status === 'cancelled')
      throw new Error(`stock days: ${job.error}`)
    await sleep(100)
  }
}
