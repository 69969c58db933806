// Keeping the house: check, reconcile, backup, restore.
import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readConfig } from '#kernel/config.ts'
import { AppError } from '#kernel/errors.ts'
import { Refused } from './client.ts'
import { both, type Command, same } from './command.ts'

const check: Command = {
  name: 'check',
  usage: 'check',
  about: both('核对全部不变量', 'Check all invariants'),
  needs: [],
  options: {},
  async run({ call }) {
    const { ok, results } = await call<{
      ok: boolean
      results: { id: string; zh: string; en: string; violations: object[] }[]
    }>('POST', '/api/system/check')
    return {
      ok,
      json: { ok, results },
      table: {
        head: [both('编号', 'Id'), both('结果', 'Result'), both('内容', 'What')],
        rows: results.map(({ id, zh, en, violations }) => [
          id,
          violations.length === 0 ? 'ok' : `✗ ${violations.length}`,
          { zh, en },
        ]),
      },
      lines: results
        .filter(({ violations }) => violations.length > 0)
        .map(({ id, violations }) => same(`${id} ${JSON.stringify(violations.slice(0, 5))}`)),
    }
  },
}

interface Drift {
  readonly kind: string
  readonly what: string
  readonly sku: string
  readonly site: string
  readonly location: string | null
  readonly orderRef: string
  readonly found: string
  readonly expected: string
  readonly proposal: string | null
  readonly chain: readonly { recordedAt: string; document: string; cause: string; delta: string }[]
}

const reconcile: Command = {
  name: 'reconcile',
  usage: 'reconcile',
  about: both('对账:差异、来龙去脉与建议,不改账', 'Reconcile: drift, its rows, what would mend it'),
  needs: [],
  options: {},
  async run({ call }) {
    const { items } = await call<{ items: Drift[] }>('GET', '/api/inventory/drift')
    return {
      ok: items.length === 0,
      json: { items },
      table: {
        head: [
          both('哪种数', 'What'),
          both('SKU', 'SKU'),
          both('在哪', 'Where'),
          both('账上', 'Found'),
          both('应为', 'Expected'),
          both('建议补记', 'Would add'),
        ],
        rows: items.map((one) => [
          `${one.kind}.${one.what}`,
          one.sku,
          [one.site, one.location, one.orderRef].filter(Boolean).join(' / '),
          one.found,
          one.expected,
          one.proposal ?? '—',
        ]),
      },
      lines:
        items.length === 0
          ? [both('余数与流水一致', 'Every sum agrees with its rows')]
          : items.flatMap(({ sku, chain }) =>
              chain.map((line) =>
                same(`${sku} ${line.recordedAt} ${line.delta} ${line.document} ${line.cause}`),
              ),
            ),
    }
  },
}

const reseal: Command = {
  name: 'reseal',
  usage: 'reseal',
  about: both('换密钥后,全部改用新密钥加密', 'Seal everything anew after a change of keys'),
  needs: [],
  options: {},
  async run({ call }) {
    const { jobId } = await call<{ jobId: string }>('POST', '/api/system/reseal')
    return {
      ok: true,
      json: { jobId },
      lines: [both(`任务 ${jobId} 已开始,进度见「任务」`, `Job ${jobId} has begun; see Jobs`)],
    }
  },
}

const backup: Command = {
  name: 'backup',
  usage: 'backup FILE',
  about: both('在线备份到文件', 'Back up the running system to a file'),
  needs: ['FILE'],
  options: {},
  async run({ positionals, call }) {
    const file = positionals[0] ?? ''
    if (existsSync(file)) {
      throw new Refused({
        code: 'cli.file_exists',
        zh: `${file} 已存在,备份不会覆盖;请换一个文件名`,
        en: `${file} exists and is not overwritten. Choose another name.`,
      })
    }
    const response = await call.raw('POST', '/api/system/backup')
    try {
      await pipeline(
        Readable.fromWeb(response.body as never),
        createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
      )
    } catch (error) {
      // Half a backup is worse than none: somebody would trust it.
      rmSync(file, { force: true })
      const said = (error as Error).message
      throw new Refused({
        code: 'cli.backup_failed',
        zh: `备份没有完成,未留下文件:${said}`,
        en: `The backup did not finish and no file was left: ${said}`,
      })
    }
    return {
      json: { file },
      lines: [
        both(
          `已备份到 ${file};密钥文件请另存`,
          `Backed up to ${file}. Keep the key file elsewhere.`,
        ),
      ],
    }
  },
}

const restore: Command = {
  name: 'restore',
  usage: 'restore FILE',
  about: both(
    '停机后,把备份恢复到空的数据文件夹',
    'With the program stopped, restore a backup into an empty data folder',
  ),
  needs: ['FILE'],
  options: {},
  async run({ positionals }) {
    // Loaded here alone: the other commands need no database.
    const { restoreHere } = await import('../restore-here.ts')
    try {
      const { tables, rows } = await restoreHere(readConfig(), positionals[0] ?? '')
      return {
        json: { tables, rows },
        lines: [
          both(`已恢复 ${tables} 张表、${rows} 行`, `Restored ${tables} tables, ${rows} rows`),
        ],
      }
    } catch (error) {
      if (error instanceof AppError) throw new Refused({ code: error.code, ...error.text })
      throw error
    }
  },
}

export const upkeepCommands: readonly Command[] = [check, reconcile, reseal, backup, restore]
