// Millrace tied to a sandbox platform: the whole program over HTTP on one side, the platform with its faults on the other.
import assert from 'node:assert/strict'
import { drainOutbox, outboxState } from '#kernel/outbox.ts'
import { poll } from '#modules/connectors'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { eventHandlers } from '../../src/wiring.ts'
import { HOUR } from '../../sandbox/change.ts'
import { planOrders } from '../../sandbox/life.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import type { Shop } from '../../sandbox/world.ts'

/** 2026-11-01 00:00 in China: what the platform's clock begins with. */
export const STARTS_AT = Date.UTC(2026, 9, 31, 16)

export interface Rig extends AsyncDisposable {
  readonly app: TestApp
  readonly owner: Caller
  readonly sandbox: Sandbox
  /** Our shop of each of the platform's. */
  readonly shops: readonly { readonly id: string; readonly remote: Shop }[]
  poll(shopId: string, signal?: AbortSignal): Promise<void>
  /** Deliver events to whoever keeps books; facts for reports are none of a rehearsal. */
  drain(): Promise<void>
  /** Let time pass and poll until nothing is waiting to be read. */
  settle(): Promise<void>
}

export async function buildRig(options: {
  readonly seed: string
  readonly orders: number
  readonly days: number
  readonly chaos?: number
  readonly shipsItself?: boolean
  readonly incrementShops?: number
  readonly shops?: number
  /** So many of each SKU in one warehouse that all shops sell out of. */
  readonly stock?: number
  readonly masks?: boolean
}): Promise<Rig> {
  const app = await testApp()
  const owner = await app.as('owner')
  const sandbox = await startSandbox({ ...options, startedAt: STARTS_AT })
  const shops: { readonly id: string; readonly remote: Shop }[] = []
  for (const remote of sandbox.world.shops) {
    const code = `SB${remote.id}`
    const made = await owner.post<{ id: string }>('/api/shops', {
      code,
      name: remote.name,
      platform: 'other',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    const linked = await owner.post('/api/connectors/links', {
      shop: code,
      connector: remote.stockMode === 'increment' ? 'sandbox_counting' : 'sandbox',
      address: sandbox.url,
      remoteShop: remote.id,
      appKey: remote.appKey,
      secret: remote.secret,
    })
    assert.equal(linked.status, 200, JSON.stringify(linked.body))
    remote.pushTo = `${app.url}/api/connectors/push/${made.body.id}`
    shops.push({ id: made.body.id, remote })
  }
  if (options.stock !== undefined) await stockUp(app, owner, shops, options.stock)
  if (options.orders > 0) planOrders(sandbox.world, options.orders, options.days)
  const run = (shopId: string, signal = new AbortController().signal) =>
    poll({ shopId }, { services: app.services, jobId: '', attempt: 1, signal })
  return {
    app,
    owner,
    sandbox,
    shops,
    poll: run,
    drain: () => drain(app),
    async settle() {
      for (let round = 0; round < 40; round++) {
        await sandbox.advance(HOUR)
        // An hour of the platform is a moment of ours: waits between two readings of one record are over too.
        await app.services.pool.query('update connectors.marks set next_try_at = now() where dirty')
        for (const { id } of shops) await run(id)
        if (options.stock !== undefined) {
          await drain(app)
          for (const { id } of shops) await run(id)
        }
        const { rows } = await app.services.pool.query(
          'select 1 from connectors.marks where dirty limit 1',
        )
        // What the last reading brought has to reach the books, too: on a busy machine that is where it comes.
        const isTold = options.stock === undefined || (await isDrained(app))
        if (round >= 4 && rows.length === 0 && isTold) return
      }
      assert.fail('records were left to be read')
    },
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

/** SKUs named like the merchant codes, received into one warehouse; every shop sells out of it. */
async function stockUp(
  app: TestApp,
  owner: Caller,
  shops: readonly { readonly id: string; readonly remote: Shop }[],
  qty: number,
): Promise<void> {
  for (const { id } of shops) {
    const fed = await owner.send('PUT', `/api/connectors/links/${id}/feed`, {
      isOn: true,
      site: 'MAIN',
    })
    assert.equal(fed.status, 200, JSON.stringify(fed.body))
  }
  const { rows } = await app.services.pool.query<{ id: string }>(
    `select id from places.sites where code = 'MAIN'`,
  )
  const lines: { skuId: string; qty: string }[] = []
  for (const { code, title, spec } of shops[0]!.remote.offers) {
    const made = await owner.post<{ id: string }>('/api/catalog/skus', {
      code,
      name: `${title} ${spec}`,
    })
    assert.equal(made.status, 200, JSON.stringify(made.body))
    lines.push({ skuId: made.body.id, qty: String(qty) })
  }
  const received = await owner.post('/api/inventory/receipts', { siteId: rows[0]!.id, lines })
  assert.equal(received.status, 200, JSON.stringify(received.body))
  await drain(app)
}

const BOOKS = eventHandlers.filter(({ name }) => !name.startsWith('analytics.'))

/** The server's own housekeeping may hold events back for a moment. */
async function drain({ services }: Pick<TestApp, 'services'>): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    await drainOutbox(services, BOOKS)
    if (await isDrained({ services })) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('events were left')
}

async function isDrained({ services }: Pick<TestApp, 'services'>): Promise<boolean> {
  const states = await outboxState(services.db, BOOKS)
  return states.every(({ waiting }) => waiting === 0n)
}
