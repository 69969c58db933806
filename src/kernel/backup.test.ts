import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { buildSite, buildSku, stock } from '#test/factories.ts'
import { emptyDatabase, type TestDatabase, testDatabase } from '#test/postgres.ts'
import { backup, restore } from './backup.ts'
import type { EventHandler } from './background.ts'
import { openDb, openPool } from './db.ts'
import { drainOutbox, emit } from './outbox.ts'
import type { Services } from './services.ts'

const TABLES = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') order by 1`

async function contents(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const map = new Map<string, string>()
    const { rows } = await client.query<{ name: string }>(TABLES)
    for (const { name } of rows) {
      // Positions of the outbox and transaction numbers belong to a server, not to the data.
      if (/^outbox\.|kernel\.migrations|^audit\.entries/.test(name)) continue
      const found = await client.query<{ hash: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) || ' ' || count(*) as hash from ${name} t`,
      )
      map.set(name, found.rows[0]!.hash)
    }
    return map
  } finally {
    await client.end()
  }
}

describe('backup and restore', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
    const site = await buildSite(database.db)
    for (let n = 0; n < 20; n++)
      await stock(database.db, site, await buildSku(database.db, `杯子\t"${n}"\\N`), 10n)
  })
  after(() => database[Symbol.asyncDispose]())

  test('a reader who goes away half way leaves no transaction behind', async () => {
    // More than all buffers on the way hold, and nothing gzip can make small.
    await sql`create table kernel.bulk as
      select md5(n::text || random()::text) as line from generate_series(1, 100000) as n`.execute(
      database.db,
    )
    const reading = backup(database)
    for await (const chunk of reading) {
      assert.ok((chunk as Buffer).length > 0)
      break
    }
    reading.destroy()
    const open = async () =>
      (
        await database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and state like '%transaction%' or query like 'copy%' and state = 'active' and datname = current_database()`,
        )
      ).rows.length
    for (let waits = 0; waits < 100 && (await open()) > 0; waits += 1) await sleep(50)
    assert.equal(await open(), 0)
    await sql`drop table kernel.bulk`.execute(database.db)
  })

  test('a backup taken while others write restores to exactly one moment of the truth', async () => {
    const site = await buildSite(database.db)
    let writing = true
    const writer = (async () => {
      while (writing) await stock(database.db, site, await buildSku(database.db), 1n)
    })()
    const file = await buffer(backup(database))
    writing = false
    await writer
    const target = await emptyDatabase()
    try {
      const { tables, rows } = await restore(target.url, Readable.from(file))
      assert.ok(tables > 20 && rows > 100)
      const client = new pg.Client({ connectionString: target.url })
      await client.connect()
      // One moment: moves, balances and pools agree although writing went on.
      const drift = await client.query(
        `select 1 from inventory.pools p where good <> (select coalesce(sum(qty), 0) from inventory.balances b
           join places.locations l on l.id = b.location_id
           where b.sku_id = p.sku_id and l.site_id = p.site_id and l.kind in ('bin', 'stage') and b.quality = 'good')`,
      )
      assert.equal(drift.rowCount, 0)
      await client.end()
    } finally {
      await target.drop()
    }
  })

  test('every table comes back row by row, hostile text included, and sequences go on', async () => {
    const file = await buffer(backup(database))
    const target = await emptyDatabase()
    try {
      await restore(target.url, Readable.from(file))
      assert.deepEqual(await contents(target.url), await contents(database.url))
      const client = new pg.Client({ connectionString: target.url })
      await client.connect()
      const { rows } = await client.query<{ next: boolean }>(
        `select nextval('inventory.moves_id_seq') > (select max(id) from inventory.moves) as next`,
      )
      assert.equal(rows[0]?.next, true)
      await client.end()
    } finally {
      await target.drop()
    }
  })

  test('events that waited at the backup are delivered after the restore, the others not again', async () => {
    const seen: string[] = []
    const handler = (name: string): EventHandler => ({
      name,
      types: ['test.backup'],
      handle: async (_tx, events) => void seen.push(...events.map(({ key }) => `${name} ${key}`)),
    })
    const [ahead, behind, fresh] = [handler('ahead'), handler('behind'), handler('fresh')]
    const emitOne = (key: string) =>
      database.db.transaction().execute((tx) => emit(tx, { type: 'test.backup', key, payload: {} }))
    const services = (of: Pick<TestDatabase, 'db' | 'pool'>) => of as unknown as Services
    await emitOne('one')
    await drainOutbox(services(database), [ahead, behind])
    await emitOne('two')
    await drainOutbox(services(database), [ahead])
    await emitOne('three')
    const file = await buffer(backup(database))
    const target = await emptyDatabase()
    try {
      await restore(target.url, Readable.from(file))
      const pool = openPool({ url: target.url })
      const db = openDb(pool)
      try {
        seen.length = 0
        await drainOutbox(services({ db, pool }), [ahead, behind, fresh])
      } finally {
        await db.destroy()
      }
      assert.deepEqual(seen, [
        'ahead three',
        'behind two',
        'behind three',
        'fresh one',
        'fresh two',
        'fresh three',
      ])
    } finally {
      await target.drop()
    }
  })

  test('a tampered, cut or foreign file is refused and leaves the database empty', async () => {
    const text = gunzipSync(await buffer(backup(database))).toString('latin1')
    const bad = {
      tampered: gzipSync(Buffer.from(text.replace('\t10\t', '\t11\t'), 'latin1')),
      cut: gzipSync(Buffer.from(text.slice(0, text.length >> 1), 'latin1')),
      foreign: gzipSync(Buffer.from('hello\n')),
    }
    for (const [what, file] of Object.entries(bad)) {
      const target = await emptyDatabase()
      try {
        await assert.rejects(restore(target.url, Readable.from(file)), /backup|damaged|newer/, what)
        const client = new pg.Client({ connectionString: target.url })
        await client.connect()
        assert.equal((await client.query('select 1 from inventory.moves')).rowCount, 0, what)
        await client.end()
      } finally {
        await target.drop()
      }
    }
  })

  test('a database with accounts is not overwritten', async () => {
    const file = await buffer(backup(database))
    await database.pool.query(
      `insert into access.users (id, username, display_name, role, password_hash) values (gen_random_uuid(), 'x', 'x', 'owner', 'x')`,
    )
    await assert.rejects(restore(database.url, Readable.from(file)), {
      code: 'kernel.restore_not_empty',
    })
  })
})
