// Reading uploads in tests: everything out of them, and the account of it.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { AppError } from '#kernel/errors.ts'
import { type OpenOptions, openTables, type Row, type Table } from '#kernel/table.ts'

/** Every line is exactly one thing. */
export function assertClosed({ counts, headerRow }: Table): void {
  assert.ok(counts, 'a whole pass counts')
  const header = headerRow === 0 ? 0 : 1
  const { lines, preamble, blank, rows, footers } = counts
  assert.equal(preamble + header + blank + rows + footers, lines)
  assert.ok(blank >= 0, `${blank} blank lines`)
}

export interface ReadTable extends Table {
  readonly all: readonly Row[]
}

export async function readTables(bytes: Buffer | string | Readable, options?: OpenOptions) {
  const content = bytes instanceof Readable ? bytes : Readable.from([Buffer.from(bytes as string)])
  await using upload = await openTables(content, options)
  const tables: ReadTable[] = []
  for (const table of upload.tables) {
    const all: Row[] = []
    for await (const row of table.rows()) all.push(row)
    assertClosed(table)
    assert.equal(table.counts?.rows, all.length)
    tables.push({ ...table, footers: table.footers, counts: table.counts, all })
  }
  return { tables, ignored: upload.ignored }
}

/** The typed refusal of an upload; anything else it may throw is a failure of the test. */
export async function refusalOf(bytes: Buffer | string | Readable): Promise<AppError> {
  try {
    await readTables(bytes)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  return assert.fail('the file was accepted')
}
