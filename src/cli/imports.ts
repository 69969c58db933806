// Files in: whatever they hold, one line a table; and a whole import back out.
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bilingual } from '#kernel/errors.ts'
import { formatYuan } from '#kernel/money.ts'
import { Refused } from './client.ts'
import { both, type Command, flag, type Input, str, text } from './command.ts'

interface Run {
  readonly id: string
  readonly status: string
  readonly fileName: string
  readonly tableName: string
  readonly dryRun: boolean
  readonly currency: string | null
  readonly layoutName: Bilingual | null
  readonly rowsTotal: number
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly amounts: readonly { zh: string; en: string; value: string; isMoney: boolean }[]
  readonly warnings: readonly Bilingual[]
  readonly needs: Bilingual | null
  readonly problem: { code: string; zh: string; en: string } | null
  readonly undoneRecords: number | null
  readonly undoProblem: { code: string; zh: string; en: string } | null
}

const importFiles: Command = {
  name: 'import',
  usage: 'import FILE… [--shop CODE] [--kind orders|skus|listings|…] [--dry-run]',
  about: both(
    '导入一个或多个文件(CSV、XLSX、XLS、ZIP),每张表打印读取、新增、更新、未变、拒绝',
    'Import files (CSV, XLSX, XLS, ZIP); prints read, created, updated, unchanged, refused for each table',
  ),
  needs: ['FILE'],
  options: { shop: str, kind: str, 'dry-run': flag },
  async run({ values, positionals, call }) {
    const form = new FormData()
    for (const file of positionals) {
      try {
        form.append('file', await openAsBlob(file), basename(file))
      } catch {
        throw new Refused({
          code: 'cli.no_file',
          zh: `找不到文件 ${file}`,
          en: `There is no file ${file}`,
        })
      }
    }
    const query = new URLSearchParams({ dryRun: String(values['dry-run'] === true) })
    for (const name of ['shop', 'kind']) {
      const value = text(values[name])
      if (value) query.set(name, value)
    }
    const { batchId } = await call<{ batchId: string }>(
      'POST',
      `/api/intake/files?${query.toString()}`,
      form,
    )
    const runs = await ended(call, batchId)
    const only = runs.length === 1 ? runs[0]! : null
    if (only?.problem) throw new Refused(only.problem)
    if (only?.needs) throw new Refused({ code: 'intake.needs_answer', ...only.needs })
    const ok = runs.every(({ status, refused }) => refused === 0 && GOOD.has(status))
    return {
      ok,
      json: only ?? runs,
      lines: runs.flatMap((run) => linesOf(run, runs.length > 1)),
    }
  },
}

const GOOD = new Set(['done', 'parked', 'skipped'])

async function ended(call: Input['call'], batchId: string): Promise<Run[]> {
  for (;;) {
    const { runs } = await call<{ runs: Run[] }>('GET', `/api/intake/batches/${batchId}`)
    if (!runs.some(({ status }) => status === 'waiting' || status === 'running')) return runs
    await sleep(150)
  }
}

const STATUS: Readonly<Record<string, Bilingual>> = {
  parked: both('已认出并保存,待结算功能读取', 'recognised and kept until settlement can read it'),
  needs_mapping: both('认不出版式,请在控制台手工对列', 'unknown layout: map it in the console'),
  skipped: both('跳过', 'skipped'),
  cancelled: both('已取消,没有保存', 'cancelled; nothing was saved'),
}

function linesOf(run: Run, isOfMany: boolean): Bilingual[] {
  const name = [run.fileName, run.tableName].filter((part) => part !== '').join(' · ')
  const layout = run.layoutName ?? both('', '')
  const title = both(`${name}  ${layout.zh}`.trim(), `${name}  ${layout.en}`.trim())
  const told = run.problem ?? run.needs ?? STATUS[run.status]
  return [
    ...(isOfMany ? [title] : []),
    ...(run.dryRun ? [both('试算,没有保存', 'Dry run; nothing was saved')] : []),
    ...(told ? [told] : countsOf(run)),
    ...run.warnings.map(({ zh, en }) => both(`注意:${zh}`, `Note: ${en}`)),
  ]
}

function countsOf(run: Run): Bilingual[] {
  const { rowsRead, created, updated, unchanged, refused } = run
  const shown = run.amounts.map(({ zh, en, value, isMoney }) => {
    const text = isMoney ? `${formatYuan(BigInt(value))} ${run.currency ?? ''}`.trim() : value
    return both(`${zh} ${text}`, `${en} ${text}`)
  })
  return [
    both(
      `读取 ${rowsRead} · 新增 ${created} · 更新 ${updated} · 未变 ${unchanged} · 拒绝 ${refused}`,
      `read ${rowsRead} · created ${created} · updated ${updated} · unchanged ${unchanged} · refused ${refused}`,
    ),
    ...(shown.length > 0
      ? [both(shown.map(({ zh }) => zh).join(' · '), shown.map(({ en }) => en).join(' · '))]
      : []),
  ]
}

const STOPPED = {
  code: 'intake.undo_stopped',
  zh: '撤销被取消,什么都没有撤回',
  en: 'The undo was stopped; nothing was taken back.',
}

async function undone(call: Input['call'], runId: string): Promise<Run> {
  for (;;) {
    const run = await call<Run>('GET', `/api/intake/runs/${runId}`)
    if (run.status !== 'undoing') return run
    await sleep(150)
  }
}

const undo: Command = {
  name: 'import undo',
  usage: 'import undo RUN [--reason TEXT] [--dry-run]',
  about: both('撤销整次导入', 'Undo a whole import'),
  needs: ['RUN'],
  options: { reason: str, 'dry-run': flag },
  async run({ values, positionals, call }) {
    const path = `/api/intake/runs/${positionals[0] ?? ''}/undo`
    if (values['dry-run'] === true) {
      const { records, isTried, reason } = await call<{
        records: number
        isTried: boolean
        reason: (Bilingual & { code: string }) | null
      }>('GET', path)
      if (reason) throw new Refused(reason)
      return {
        json: { records, isTried },
        lines: [
          isTried
            ? both(`会撤回 ${records} 条,没有保存`, `would take back ${records}; nothing was saved`)
            : both(
                `这次导入写了 ${records} 条,太多,不预先试算;撤销时若有后续依赖会整体拒绝`,
                `the import wrote ${records}, too many to try beforehand; if something stands on it, the undo takes nothing back`,
              ),
        ],
      }
    }
    await call('POST', path, { reason: text(values['reason']) ?? '' })
    const run = await undone(call, positionals[0] ?? '')
    if (run.status !== 'undone') throw new Refused(run.undoProblem ?? STOPPED)
    const records = run.undoneRecords ?? 0
    return {
      json: { records },
      lines: [both(`已撤回 ${records} 条`, `took back ${records}`)],
    }
  },
}

export const importCommands: readonly Command[] = [importFiles, undo]
