// OP-STK-6: kill the process between any two writes, restart, and look: every invariant holds, everything that
// was acknowledged is there, and the outbox drains.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { sql } from 'kysely'
import type { EventHandler } from '#kernel/background.ts'
import { outboxState, drainOutbox } from '#kernel/outbox.ts'
import type { Services } from '#kernel/services.ts'
import { assertLedgerHolds, buildSite, buildSku } from '#test/factories.ts'
import type { TestDatabase } from '#test/postgres.ts'

export async function drill(
  database: TestDatabase,
  kills: number,
): Promise<{ acknowledged: number; moves: bigint }> {
  const { db, url } = database
  const site = await buildSite(db, 1)
  const skuIds = [await buildSku(db), await buildSku(db), await buildSku(db)]
  const acknowledged = new Map<string, 'reserved' | 'shipped'>()
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(
      process.execPath,
      ['test/chaos/worker.ts', url, site.id, site.bins[0]!, ...skuIds],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let rest = ''
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [what = '', order = ''] = line.split(' ')
        acknowledged.set(order, what as 'reserved')
      }
    })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    // Anywhere inside the next writes: mostly the first ones, sometimes after shipments and releases too.
    await new Promise((resolve) => setTimeout(resolve, Math.random() ** 2 * 400))
    child.kill('SIGKILL')
    await exited
    if (kill % 10 === 9) await assertLedgerHolds(db)
  }
  await assertLedgerHolds(db)
  await assertNothingLost(database, acknowledged)
  await assertOutboxDrains(database)
  const { rows } = await sql<{
    moves: bigint
  }>`select count(*) as moves from inventory.moves`.execute(db)
  return { acknowledged: acknowledged.size, moves: rows[0]!.moves }
}

async function assertNothingLost(
  { db }: TestDatabase,
  acknowledged: ReadonlyMap<string, string>,
): Promise<void> {
  const orders = [...acknowledged.keys()]
  const { rows } = await sql<{ order: string }>`
    select distinct order_ref as order from inventory.reservation_entries
    where order_ref = any(${orders}::text[]) and reason = 'reserve'`.execute(db)
  assert.equal(rows.length, orders.length, 'every acknowledged reservation is in the ledger')
  const shipped = orders
    .filter((order) => acknowledged.get(order) === 'shipped')
    .map((order) => `order:${order}`)
  const moved = await sql<{ document: string }>`
    select distinct document from inventory.moves where document = any(${shipped}::text[])`.execute(
    db,
  )
  assert.equal(moved.rows.length, shipped.length, 'every acknowledged shipment is in the ledger')
}

async function assertOutboxDrains(database: TestDatabase): Promise<void> {
  let seen = 0n
  const handler: EventHandler = {
    name: 'drill',
    types: [
      'stock.moved',
      'stock.reserved',
      'stock.released',
      'stock.consumed',
      'stock.promise_changed',
    ],
    handle: async (_tx, events) => void (seen += BigInt(events.length)),
  }
  await drainOutbox({ db: database.db } as Services, [handler])
  const [state] = await outboxState(database.db, [handler])
  assert.equal(state?.waiting, 0n)
  const { rows } = await sql<{
    count: bigint
  }>`select count(*) as count from outbox.events`.execute(database.db)
  assert.equal(seen, rows[0]?.count)
}
