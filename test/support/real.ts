// Files of real shops, and a reading of them that shares nothing with the product: cells split by hand, money added up
// in digits. `MILLRACE_REAL_DATA` names the folder that holds them; without it every test over them is skipped and
// counted. Most of them may not be copied, so they are not in the repository.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { ImportDesk, Run } from '#test/drops.ts'
import { runChecks } from '#kernel/checks.ts'
import { checks } from '../../src/wiring.ts'

const folder = process.env['MILLRACE_REAL_DATA'] ?? ''

export const hasRealData = folder !== ''

/** A test that needs the files. Without them it is skipped by name. */
export const realTest = (name: string, fn: () => Promise<void> | void): void =>
  void test(name, { skip: hasRealData ? false : 'MILLRACE_REAL_DATA names no folder' }, fn)

export interface RealFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly text: string
}

export function realFile(path: string, encoding = 'utf-8'): RealFile {
  const bytes = new Uint8Array(readFileSync(join(folder, path)))
  const plain = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  return { name: basename(path), bytes, text: new TextDecoder(encoding).decode(plain) }
}

/** Lines of cells, quotes doubled inside quotes; a cell may hold line ends. */
export function cellsOf(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  let at = 0
  const endLine = () => {
    if (line.length > 1 || line[0] !== '') lines.push(line)
    line = []
  }
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (;;) {
        const close = text.indexOf('"', at + 1)
        assert.ok(close >= 0, 'a quote without end')
        cell += text.slice(at + 1, close)
        at = close + 1
        if (text[at] !== '"') break
        cell += '"'
      }
    }
    let end = at
    while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1
    cell += text.slice(at, end).replace(/\r$/, '')
    line.push(cell)
    if (text[end] !== ',') endLine()
    // A line that ends in a comma has one more, empty, cell.
    else if (end + 1 >= text.length || text[end + 1] === '\n') line.push('')
    at = end + 1
    if (text[end] === ',' && text[at] === '\n') {
      endLine()
      at += 1
    }
  }
  if (line.length > 0) endLine()
  return lines
}

/** Rows by the names of their columns, blanks around the names taken off. */
export function recordsOf(text: string): Record<string, string>[] {
  const [header, ...lines] = cellsOf(text)
  const names = header!.map((name) => name.trim())
  return lines.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])))
}

/** `-12.3` → -1230. More than two decimals are an error of the test, not a rounding. */
export function cents(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(text.trim())
  assert.ok(match, `no amount: ${text}`)
  const minor = BigInt(match[2]! + (match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' ? -minor : minor
}

export const sumOf = <T>(items: Iterable<T>, of: (item: T) => bigint): bigint => {
  let total = 0n
  for (const item of items) total += of(item)
  return total
}

export function sumBy<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  of: (item: T) => bigint,
): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0n) + of(item)
  return sums
}

interface Answered {
  readonly currency: string | null
  readonly behind: string
  readonly rows: {
    readonly keys: Record<string, string>
    readonly values: Record<string, string | number | null>
  }[]
}

/** Metrics by the key of the cut: `{ '2020-02': { net_sales: 123n } }`; without a cut under ''. */
export async function ask(
  { owner }: ImportDesk,
  question: Record<string, unknown> & { readonly metrics: readonly string[] },
): Promise<Record<string, Record<string, bigint>>> {
  const { body, status } = await owner.post<Answered>('/api/analytics/query', {
    limit: 5000,
    ...question,
  })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.behind, '0')
  return Object.fromEntries(
    body.rows.map(({ keys, values }) => [
      Object.values(keys).join(' '),
      Object.fromEntries(Object.entries(values).map(([id, value]) => [id, BigInt(value ?? 0)])),
    ]),
  )
}

/** What every import of a whole file has in common: all rows in, none refused; brought again, nothing changes. */
export function assertAllNew(run: Run, rows: number): void {
  assert.equal(run.status, 'done', JSON.stringify(run.problem ?? run.needs))
  assert.deepEqual(
    [run.rowsRead, run.created, run.updated, run.unchanged, run.refused],
    [rows, rows, 0, 0, 0],
  )
}

export function assertUnchanged(run: Run, rows: number): void {
  assert.equal(run.status, 'done', JSON.stringify(run.problem ?? run.needs))
  assert.deepEqual(
    [run.rowsRead, run.created, run.updated, run.unchanged, run.refused],
    [rows, 0, 0, rows, 0],
  )
}

/** What `millrace check` would find after all that: nothing. */
export async function assertChecksHold({ app }: ImportDesk): Promise<void> {
  const found = await runChecks(app.services.db, checks)
  assert.deepEqual(
    found.filter(({ violations }) => violations.length > 0),
    [],
  )
}
