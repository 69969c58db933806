// The embedded engine in its own process: it comes back when it died, and never outlives the program.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClickhouse } from './clickhouse.ts'

/** Processes of engines over a folder. */
const enginesOf = (dataDir: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        return (
          command.some((word) => word.endsWith('embedded-engine-process.ts')) &&
          command.includes(join(dataDir, 'clickhouse'))
        )
      } catch {
        return false
      }
    })
    .map(Number)

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await sleep(25)
  assert.ok(holds())
}

const CHILD = `
  const { openClickhouse } = await import(process.argv[1])
  const clickhouse = openClickhouse({ dataDir: process.argv[2] })
  await clickhouse.command("insert into fact_builds (name) values ('kept')")
  console.log('ready')
  await clickhouse.query('select sleepEachRow(0.5) from numbers(60) settings max_block_size = 1')
`

describe('the embedded engine', { skip: process.platform !== 'linux' }, () => {
  let dataDir: string
  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'millrace-engine-'))
  })
  after(() => rmSync(dataDir, { recursive: true, force: true }))

  test('killed, it fails what was on its way and is back for the next question, with all it was told', async () => {
    const clickhouse = openClickhouse({ dataDir, clickhouseUrl: null })
    await clickhouse.command(`insert into fact_builds (name) values ('one')`)
    const [pid] = enginesOf(dataDir)
    const slow = clickhouse.query(
      'select sleepEachRow(0.5) from numbers(20) settings max_block_size = 1',
    )
    const refused = assert.rejects(slow, /kernel.clickhouse_unavailable/)
    await sleep(200)
    process.kill(pid!, 'SIGKILL')
    await refused
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        clickhouse.query<{ name: string }>('select name from fact_builds'),
      ),
    )
    for (const rows of answers) assert.deepEqual(rows, [{ name: 'one' }])
    assert.equal(enginesOf(dataDir).length, 1)
    await clickhouse.close()
    assert.deepEqual(enginesOf(dataDir), [])
    await assert.rejects(clickhouse.query('select 1'), /closed/)
  })

  test('it ends with a program that is killed in the middle of a query, and leaves the folder to the next one', async () => {
    const program = spawn(
      process.execPath,
      ['--input-type=module', '-e', CHILD, join(import.meta.dirname, 'clickhouse.ts'), dataDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise((resolve) => program.stdout.once('data', resolve))
    assert.equal(enginesOf(dataDir).length, 1)
    program.kill('SIGKILL')
    const clickhouse = openClickhouse({ dataDir, clickhouseUrl: null })
    const rows = await clickhouse.query<{ name: string }>(
      `select name from fact_builds where name = 'kept'`,
    )
    assert.deepEqual(rows, [{ name: 'kept' }])
    await until(() => enginesOf(dataDir).length === 1)
    await clickhouse.close()
  })
})
