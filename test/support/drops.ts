// The import centre as tests use it: files in over HTTP, jobs run, what came of every table out.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { zipOf } from '#test/zip.ts'

export interface Run {
  readonly id: string
  readonly batchId: string
  readonly status: string
  readonly kind: string | null
  readonly layout: string | null
  readonly shopCode: string | null
  readonly fileName: string
  readonly tableName: string
  readonly snapshotAt: string | null
  readonly rowsTotal: number
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly refusedKept: number
  readonly dryRun: boolean
  readonly totals: Record<string, string | number>
  readonly ownTotals: { column: string; theirs: string; ours: string }[]
  readonly warnings: { code: string; zh: string; en: string }[]
  readonly needs: { ask: string } | null
  readonly problem: { code: string; zh: string; en: string } | null
  readonly undoneRecords: number | null
  readonly undoProblem: { code: string; zh: string; en: string } | null
  readonly progress: { done: number; total: number | null } | null
}

type Content = string | Uint8Array<ArrayBuffer>
export type Files = readonly (readonly [name: string, content: Content])[]

const FIXTURES = 'test/fixtures/layouts'
export const fixture = (name: string): readonly [string, Uint8Array<ArrayBuffer>] => [
  name,
  new Uint8Array(readFileSync(`${FIXTURES}/${name}`)),
]

export const RETAIL =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
export const retail = (no: number, date = '2010-12-01 08:26:00') =>
  `${no},85123A,HOLDER,6,${date},2.55,17850,United Kingdom`
export const csv = (...lines: string[]) => `${lines.join('\n')}\n`

export const zip = (files: readonly (readonly [string | Buffer, Buffer])[]) =>
  new Uint8Array(zipOf(files.map(([name, content]) => ({ name, content }))))

export const counts = ({ rowsRead, created, updated, unchanged, refused }: Run) => [
  rowsRead,
  created,
  updated,
  unchanged,
  refused,
]

const PLATFORMS = 'taobao jd pdd douyin kuaishou wechat_shop xiaohongshu'.split(' ')

export type ImportDesk = Awaited<ReturnType<typeof importDesk>>

/** A house with one shop on every platform, and one of our own. */
export async function importDesk() {
  const app: TestApp = await testApp()
  const owner: Caller = await app.as('owner')
  for (const platform of PLATFORMS)
    await owner.post('/api/shops', { code: platform, name: `${platform} 店`, platform })
  await owner.post('/api/shops', {
    code: 'UK',
    name: 'UK',
    platform: 'own',
    currency: 'GBP',
    timeZone: 'Europe/London',
  })

  async function send(files: Files, query = ''): Promise<string> {
    const form = new FormData()
    for (const [name, content] of files) form.append('file', new Blob([content]), name)
    const { body, status } = await owner.send<{ batchId: string }>(
      'POST',
      `/api/intake/files?${query}`,
      form,
    )
    assert.equal(status, 200, JSON.stringify(body))
    return body.batchId
  }

  async function runsOf(batchId: string): Promise<Run[]> {
    await app.runJobs()
    const { body } = await owner.get<{ runs: Run[] }>(`/api/intake/batches/${batchId}`)
    for (const run of body.runs)
      assert.equal(run.rowsRead, run.created + run.updated + run.unchanged + run.refused)
    return body.runs
  }

  const drop = async (files: Files, query = '') => runsOf(await send(files, query))

  return {
    app,
    owner,
    send,
    runsOf,
    drop,
    async dropOne(name: string, content: Content, query = ''): Promise<Run> {
      const runs = await drop([[name, content]], query)
      assert.equal(runs.length, 1)
      return runs[0]!
    },
    async commit(batchId: string): Promise<Run[]> {
      const { body, status } = await owner.post<{ batchId: string }>(
        `/api/intake/batches/${batchId}/commit`,
      )
      assert.equal(status, 200, JSON.stringify(body))
      return runsOf(body.batchId)
    },
    countOf: async (query: string) =>
      String((await app.services.pool.query<{ n: unknown }>(query)).rows[0]!.n as string),
  }
}
