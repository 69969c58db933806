// The commands. Each names its options, calls the API, and says what to show.
import { createWriteStream, openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CliConfig } from '#kernel/config.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { formatYuan } from '#kernel/money.ts'
import { type callApi, Refused } from './client.ts'
import type { Shown } from './print.ts'

interface Input {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
  readonly config: CliConfig
  readonly call: ReturnType<typeof callApi>
}

export interface Command {
  readonly name: string
  readonly usage: string
  readonly about: Bilingual
  /** Positionals by name, options with dashes: without them the usage is shown. */
  readonly needs: readonly string[]
  readonly options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  readonly run: (input: Input) => Promise<Shown>
}

const text = (value: string | boolean | undefined) =>
  typeof value === 'string' ? value : undefined
const str = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const both = (zh: string, en: string): Bilingual => ({ zh, en })

async function passwordFrom({ values }: Input): Promise<string> {
  const given = text(values['password'])
  if (given !== undefined) return given
  if (values['password-stdin']) {
    let all = ''
    for await (const chunk of process.stdin) all += String(chunk)
    return all.replace(/\r?\n$/, '')
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question('密码(至少 10 个字符)· Password (at least 10 characters): ')
  prompt.close()
  return answer
}

const init: Command = {
  name: 'init',
  usage: 'init --username NAME [--name 姓名] [--password …|--password-stdin]',
  about: both('创建老板账号,打印一次 API 密钥', 'Create the owner and print an API key once'),
  needs: ['--username'],
  options: { username: str, name: str, password: str, 'password-stdin': flag },
  async run(input) {
    const username = text(input.values['username']) ?? ''
    const body = {
      username,
      displayName: text(input.values['name']) ?? username,
      password: await passwordFrom(input),
      withKey: true,
    }
    const made = await input.call<{ userId: string; apiKey: string }>('POST', '/api/setup', body)
    return {
      json: made,
      lines: [
        both(
          '已创建老板账号。API 密钥只显示这一次:',
          'The owner is created. The API key is shown this once:',
        ),
        both(made.apiKey, made.apiKey),
        both(`export MILLRACE_API_KEY=${made.apiKey}`, `export MILLRACE_API_KEY=${made.apiKey}`),
      ],
    }
  },
}

interface Run {
  readonly id: string
  readonly status: 'waiting' | 'running' | 'done' | 'refused'
  readonly dryRun: boolean
  readonly currency: string | null
  readonly rowsRead: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly totals: Readonly<Record<string, string | number>>
  readonly problem: { code: string; zh: string; en: string } | null
  readonly sameFileAs: string | null
}

const importFile: Command = {
  name: 'import',
  usage: 'import FILE --shop CODE [--kind orders|skus] [--dry-run]',
  about: both(
    '导入文件,打印读取、新增、更新、未变、拒绝',
    'Import a file; prints read, created, updated, unchanged, refused',
  ),
  needs: ['FILE'],
  options: { shop: str, kind: str, 'dry-run': flag },
  async run({ values, positionals, call }) {
    const file = positionals[0] ?? ''
    const form = new FormData()
    try {
      form.append('file', await openAsBlob(file), basename(file))
    } catch {
      throw new Refused({
        code: 'cli.no_file',
        zh: `找不到文件 ${file}`,
        en: `There is no file ${file}`,
      })
    }
    const query = new URLSearchParams({
      kind: text(values['kind']) ?? 'orders',
      dryRun: String(values['dry-run'] === true),
    })
    const shop = text(values['shop'])
    if (shop) query.set('shop', shop)
    const { id } = await call<{ id: string }>('POST', `/api/intake/files?${query.toString()}`, form)
    for (;;) {
      const run = await call<Run>('GET', `/api/intake/runs/${id}`)
      if (run.status === 'refused' && run.problem) throw new Refused(run.problem)
      if (run.status === 'done') return { ok: run.refused === 0, json: run, lines: linesOf(run) }
      await sleep(150)
    }
  },
}

function linesOf(run: Run): Bilingual[] {
  const { rowsRead, created, updated, unchanged, refused } = run
  const amounts = Object.entries(run.totals).map(([name, value]) =>
    name.endsWith('Minor')
      ? `${name.replace('Minor', '')} ${formatYuan(BigInt(value))} ${run.currency ?? ''}`
      : `${name} ${value}`,
  )
  return [
    ...(run.dryRun ? [both('试算,没有保存', 'Dry run; nothing was saved')] : []),
    both(
      `读取 ${rowsRead} · 新增 ${created} · 更新 ${updated} · 未变 ${unchanged} · 拒绝 ${refused}`,
      `read ${rowsRead} · created ${created} · updated ${updated} · unchanged ${unchanged} · refused ${refused}`,
    ),
    ...(amounts.length > 0 ? [both(amounts.join(' · '), amounts.join(' · '))] : []),
  ]
}

interface Answered {
  readonly currency: string | null
  readonly behind: string
  readonly rows: {
    keys: Record<string, string>
    title?: string
    values: Record<string, string | number | null>
  }[]
}

interface Definitions {
  readonly metrics: { id: string; name: Bilingual; unit: 'money' | 'count' | 'ratio' }[]
  readonly dimensions: { id: string; zh: string; en: string }[]
}

const query: Command = {
  name: 'query',
  usage:
    'query --metrics a,b --from 2010-12-01 --to 2010-12-31 [--by month,product] [--shop CODE] [--order-by a] [--limit 20]',
  about: both('按指标和维度查询', 'Ask for metrics by dimensions'),
  needs: ['--metrics', '--from', '--to'],
  options: { metrics: str, by: str, from: str, to: str, shop: str, 'order-by': str, limit: str },
  async run({ values, call }) {
    const by = text(values['by'])?.split(',') ?? []
    const metrics = text(values['metrics'])?.split(',') ?? []
    const definitions = await call<Definitions>('GET', '/api/analytics/metrics')
    const answer = await call<Answered>('POST', '/api/analytics/query', {
      metrics,
      by,
      from: text(values['from']),
      to: text(values['to']),
      ...(text(values['shop']) ? { shop: text(values['shop']) } : {}),
      ...(text(values['order-by']) ? { orderBy: text(values['order-by']) } : {}),
      ...(text(values['limit']) ? { limit: Number(text(values['limit'])) } : {}),
    })
    const unitOf = (id: string) => definitions.metrics.find((metric) => metric.id === id)?.unit
    const show = (id: string, value: string | number | null | undefined) =>
      value === null || value === undefined
        ? '–'
        : unitOf(id) === 'money'
          ? formatYuan(BigInt(value))
          : unitOf(id) === 'ratio'
            ? `${(Number(value) * 100).toFixed(2)} %`
            : String(value)
    const title = by.includes('product') ? [both('名称', 'Title')] : []
    return {
      json: answer,
      table: {
        head: [
          ...by.map((id) => definitions.dimensions.find((one) => one.id === id) ?? both(id, id)),
          ...title,
          ...metrics.map(
            (id) => definitions.metrics.find((one) => one.id === id)?.name ?? both(id, id),
          ),
        ],
        rows: answer.rows.map(({ keys, title: name, values: found }) => [
          ...by.map((id) => keys[id] ?? ''),
          ...(by.includes('product') ? [name ?? ''] : []),
          ...metrics.map((id) => show(id, found[id])),
        ]),
      },
      lines:
        answer.behind === '0'
          ? []
          : [
              both(
                `还有 ${answer.behind} 个事件未入数,稍后再查`,
                `${answer.behind} events are not in yet; ask again shortly`,
              ),
            ],
    }
  },
}

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
        rows: results.map(({ id, zh, violations }) => [
          id,
          violations.length === 0 ? 'ok' : `✗ ${violations.length}`,
          zh,
        ]),
      },
      lines: results
        .filter(({ violations }) => violations.length > 0)
        .map(({ id, violations }) =>
          both(
            `${id} ${JSON.stringify(violations.slice(0, 5))}`,
            `${id} ${JSON.stringify(violations.slice(0, 5))}`,
          ),
        ),
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
    const response = await call.raw('POST', '/api/system/backup')
    await pipeline(
      Readable.fromWeb(response.body as never),
      createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
    )
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

const restoreHint: Command = {
  name: 'restore',
  usage: 'restore FILE',
  about: both(
    '停机后,把备份恢复到空的数据文件夹',
    'With the program stopped, restore a backup into an empty data folder',
  ),
  needs: ['FILE'],
  options: {},
  async run({ positionals }) {
    const { readConfig } = await import('#kernel/config.ts')
    const { restoreHere } = await import('../restore-here.ts')
    const { AppError } = await import('#kernel/errors.ts')
    try {
      await restoreHere(readConfig(), positionals[0] ?? '')
    } catch (error) {
      if (error instanceof AppError) throw new Refused({ code: error.code, ...error.text })
      throw error
    }
    return { json: { restored: true } }
  },
}

function lister(
  name: string,
  path: string,
  about: Bilingual,
  columns: readonly (readonly [string, Bilingual])[],
): Command {
  return {
    name,
    usage: name,
    about,
    needs: [],
    options: {},
    async run({ call }) {
      const { items } = await call<{ items: Record<string, unknown>[] }>('GET', `${path}?limit=200`)
      return {
        json: items,
        table: {
          head: columns.map(([, title]) => title),
          rows: items.map((item) => columns.map(([key]) => String(item[key] ?? ''))),
        },
      }
    },
  }
}

function adder(
  name: string,
  usage: string,
  about: Bilingual,
  needs: readonly string[],
  options: Command['options'],
  path: string,
  bodyOf: (input: Input) => Promise<object> | object,
): Command {
  return {
    name,
    usage,
    about,
    needs,
    options,
    async run(input) {
      const made = await input.call<Record<string, string>>('POST', path, await bodyOf(input))
      const shown = Object.values(made).join('  ')
      return { json: made, lines: [both(shown, shown)] }
    },
  }
}

/** Only what was given: the API has the defaults. */
const given = (fields: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const CODE = both('编码', 'Code')
const NAME = both('名称', 'Name')

export const COMMANDS: readonly Command[] = [
  init,
  importFile,
  query,
  check,
  backup,
  restoreHint,
  lister('shop list', '/api/shops', both('列出店铺', 'List shops'), [
    ['code', CODE],
    ['name', NAME],
    ['platform', both('平台', 'Platform')],
    ['currency', both('币种', 'Currency')],
    ['orders', both('订单', 'Orders')],
  ]),
  adder(
    'shop add',
    'shop add --code CODE --name NAME [--platform other] [--currency CNY] [--time-zone Asia/Shanghai] [--stock-site CODE]',
    both('新增店铺', 'Add a shop'),
    ['--code', '--name'],
    { code: str, name: str, platform: str, currency: str, 'time-zone': str, 'stock-site': str },
    '/api/shops',
    ({ values }) =>
      given({
        code: text(values['code']),
        name: text(values['name']),
        platform: text(values['platform']),
        currency: text(values['currency']),
        timeZone: text(values['time-zone']),
        stockSite: text(values['stock-site']),
      }),
  ),
  lister('user list', '/api/access/users', both('列出账号', 'List accounts'), [
    ['username', both('账号', 'Account')],
    ['displayName', both('姓名', 'Name')],
    ['role', both('岗位', 'Post')],
    ['disabledAt', both('停用', 'Disabled')],
  ]),
  adder(
    'user add',
    'user add --username NAME --role ROLE [--name 姓名] [--password …|--password-stdin]',
    both('新增账号', 'Add an account'),
    ['--username', '--role'],
    { username: str, name: str, role: str, password: str, 'password-stdin': flag },
    '/api/access/users',
    async (input) => ({
      username: text(input.values['username']),
      displayName: text(input.values['name']) ?? text(input.values['username']),
      role: text(input.values['role']),
      password: await passwordFrom(input),
    }),
  ),
  lister('key list', '/api/access/keys', both('列出密钥', 'List keys'), [
    ['name', NAME],
    ['prefix', both('开头', 'Begins with')],
    ['createdByName', both('创建人', 'Made by')],
    ['revokedAt', both('吊销', 'Revoked')],
  ]),
  adder(
    'key add',
    'key add --name NAME --scopes a,b',
    both('新建密钥(只显示一次)', 'Make a key (shown once)'),
    ['--name', '--scopes'],
    { name: str, scopes: str },
    '/api/access/keys',
    ({ values }) => ({ name: text(values['name']), scopes: text(values['scopes'])?.split(',') }),
  ),
]
