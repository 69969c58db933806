// A new key takes over: everything sealed with the old one is sealed anew, whatever was written meanwhile, and opens
// without the old key.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import { addSupplier, sealedColumns as ofParties } from '#modules/parties'
import { sealedColumns as ofSales } from '#modules/sales'
import { testServices } from '#test/app.ts'
import { testDatabase } from '#test/postgres.ts'
import { sealedColumns } from '../wiring.ts'
import { bringTo, COMMON, fileOf, newShop } from '../modules/sales/testing.ts'
import { folderFiles } from './files.ts'
import { resealJob } from './reseal.ts'
import { sealedFiles } from './sealed-files.ts'
import { openVault } from './vault.ts'

test('after a rotation everything opens with the newest key alone, an undone version included', async () => {
  await using services = await testServices()
  const oldKey = { id: 'k1', key: randomBytes(32) }
  const newKey = { id: 'k2', key: randomBytes(32) }
  const before = { ...services, vault: openVault([oldKey]) }
  const shopId = await newShop(before)
  const rows = Array.from({ length: 1203 }, (_, n) => ({
    ...COMMON,
    order_id: `R${n}`,
    order_amount: '10',
    qty: '1',
    unit_price: '10',
    receiver_name: '赵钱孙',
    phone: `138${String(n).padStart(8, '0')}`,
  }))
  await bringTo(before, shopId, fileOf('line', rows))
  await bringTo(
    before,
    shopId,
    fileOf(
      'line',
      rows.slice(0, 3).map((row) => ({ ...row, status: '已发货' })),
    ),
  )
  await services.db.transaction().execute((tx) =>
    addSupplier(tx, systemActor('test'), before.vault, {
      code: 'V1',
      name: 'Vendor',
      leadTimeDays: 7,
      contact: '13811112222',
    } as never),
  )

  const files = sealedFiles(folderFiles(join(services.config.dataDir, 'sealed')), [newKey, oldKey])
  await sealedFiles(folderFiles(join(services.config.dataDir, 'sealed')), [oldKey]).put(
    'imports/a',
    Readable.from(['rows']),
  )
  const job = resealJob([...ofParties, ...ofSales], async () => ['imports/a', 'imports/gone'])
  const context = {
    services: { ...services, files, vault: openVault([newKey, oldKey]) },
    jobId: '00000000-0000-7000-8000-00000000000a',
    attempt: 1,
    signal: new AbortController().signal,
  }
  await sql`
    insert into jobs.runs (id, name, payload, status, max_attempts, requested_by)
    values (${context.jobId}, 'vault.reseal', '{}', 'running', 1, 'test')`.execute(services.db)
  // The program stops half way: that is no end, the job is tried again and goes over what is left.
  const stopping = new AbortController()
  const halfWay = {
    ...context,
    signal: stopping.signal,
    services: {
      ...context.services,
      vault: {
        ...context.services.vault,
        seal: (plain: string, of: string) => {
          stopping.abort()
          return context.services.vault.seal(plain, of)
        },
      },
    },
  }
  await assert.rejects(job({}, halfWay), { name: 'AbortError' })
  await job({}, context)
  const alone = openVault([newKey])
  const { rows: sealed } = await sql<{ sealed: string; context: string }>`
    select receiver_sealed as sealed, 'sales.receiver:' || id as context from sales.orders
    union all select receiver_sealed, 'sales.receiver:' || order_id from sales.order_versions
    union all select head ->> 'receiver_sealed', 'sales.receiver:' || order_id from sales.replaced
    union all select contact_sealed, 'parties.suppliers:' || id from parties.suppliers where contact_sealed is not null`.execute(
    services.db,
  )
  assert.equal(sealed.length, 1203 + 1206 + 3 + 1)
  for (const one of sealed) assert.ok(alone.open(one.sealed, one.context).length > 5)
  const { rows: run } = await sql<{
    done: string
  }>`select progress ->> 'done' as done from jobs.runs where id = ${context.jobId}`.execute(
    services.db,
  )
  // A page of the first table was done before the stop.
  assert.equal(run[0]?.done, String(sealed.length + 1 - 1))
  const content = await sealedFiles(folderFiles(join(services.config.dataDir, 'sealed')), [
    newKey,
  ]).get('imports/a')
  assert.equal((await content.toArray()).join(''), 'rows')
  // Once more: nothing is left to do.
  await job({}, context)
  const { rows: again } = await sql<{
    done: string
  }>`select progress ->> 'done' as done from jobs.runs where id = ${context.jobId}`.execute(
    services.db,
  )
  assert.equal(again[0]?.done, '0')
})

test('every column of sealed text is known to the rotation of keys', async () => {
  await using database = await testDatabase()
  const { rows } = await sql<{ table: string }>`
    select distinct table_schema || '.' || table_name as "table" from information_schema.columns
    where column_name like '%sealed' and data_type = 'text' order by 1`.execute(database.db)
  const known = new Set(sealedColumns.map(({ table }) => table))
  assert.deepEqual(
    rows.map(({ table }) => table).filter((table) => !known.has(table)),
    [],
  )
  for (const { table, read, context, key } of sealedColumns) {
    const names = key.map(([name]) => name).join(', ')
    await sql`select ${sql.raw(`${read}, ${context}, ${names} from ${table} limit 0`)}`.execute(
      database.db,
    )
  }
})
