import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

test('a server that runs is found again through another name of its folder, and left alive', async () => {
  const root = mkdtempSync(join(tmpdir(), 'millrace-alias-'))
  const alias = join(root, 'alias')
  symlinkSync(join(root, 'data'), alias)
  const first = await startEmbeddedPostgres({ dataDir: join(root, 'data') })
  try {
    const second = await startEmbeddedPostgres({ dataDir: alias })
    assert.deepEqual([second.attached, second.pid], [true, first.pid])
    const client = new pg.Client({ connectionString: second.url })
    await client.connect()
    await client.query('select 1')
    await client.end()
  } finally {
    await first.stop()
    rmSync(root, { recursive: true, force: true })
  }
})
