// Things tests need, made through the same functions the product uses.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import { runChecks } from '#kernel/checks.ts'
import type { Db } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { createSku, type Component, setComponents } from '#modules/catalog'
import { checks, post, type Quality } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { createSite, insertLocations, type LocationKind, standardLocation } from '#modules/places'

export const TESTER = systemActor('test')

export async function buildSku(db: Db, name = '不锈钢保温杯'): Promise<string> {
  return db
    .transaction()
    .execute((tx) => createSku(tx, TESTER, { code: `S-${newId().slice(-12)}`, name }))
}

export async function buildBundle(db: Db, components: readonly Component[]): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const id = await createSku(tx, TESTER, {
      code: `B-${newId().slice(-12)}`,
      name: '套装',
      kind: 'bundle',
    })
    await setComponents(tx, TESTER, id, components)
    return id
  })
}

export interface TestSite {
  readonly id: string
  readonly bins: readonly string[]
  at(kind: LocationKind): Promise<string>
}

export async function buildSite(db: Db, binCount = 2): Promise<TestSite> {
  const code = `W${newId().slice(-8)}`
  const id = await db.transaction().execute(async (tx) => {
    const site = await createSite(tx, TESTER, {
      code,
      name: '总仓',
      kind: 'warehouse',
      timeZone: 'Asia/Shanghai',
    })
    const bins = Array.from({ length: binCount }, (_, n) => ({
      code: `A-${n + 1}`,
      kind: 'bin' as const,
      zone: 'A',
      walkOrder: n + 1,
    }))
    await insertLocations(tx, site, bins)
    return site
  })
  const { rows } = await sql<{ id: string }>`
    select id from places.locations where site_id = ${id} and kind = 'bin' order by walk_order`.execute(
    db,
  )
  return { id, bins: rows.map((row) => row.id), at: (kind) => standardLocation(db, id, kind) }
}

/** Goods on a shelf, through the ledger. */
export async function stock(
  db: Db,
  site: TestSite,
  skuId: string,
  qty: bigint,
  options: { bin?: number; quality?: Quality; lot?: string; ownerId?: string } = {},
): Promise<void> {
  const quality = options.quality ?? 'good'
  const from = await site.at('supplier')
  await db.transaction().execute((tx) =>
    post(tx, TESTER, {
      cause: `stock:${newId()}`,
      document: 'test',
      moves: [
        {
          skuId,
          qty,
          from,
          to: site.bins[options.bin ?? 0]!,
          fromQuality: quality,
          toQuality: quality,
          lot: options.lot ?? '',
          ownerId: options.ownerId ?? OWN_GOODS,
          reason: 'receive',
        },
      ],
    }),
  )
}

/** Every invariant of the ledger, asked of the whole database. */
export async function assertLedgerHolds(db: Db): Promise<void> {
  const broken = (await runChecks(db, checks)).filter(({ violations }) => violations.length > 0)
  assert.deepEqual(
    broken.map(({ id, violations }) => ({ id, violations })),
    [],
  )
}
