// Files in, figures out: import, query, and the shops both are about.
import type { Bilingual } from '#kernel/errors.ts'
import { formatYuan } from '#kernel/money.ts'
import { ended } from './jobs.ts'
import { importCommands } from './imports.ts'
import {
  adder,
  both,
  CODE,
  type Command,
  given,
  lister,
  NAME,
  same,
  str,
  text,
  WrongUsage,
} from './command.ts'

type Values = Record<string, string | number | null>

interface Answered {
  readonly currency: string | null
  readonly behind: string
  readonly compared: { from: string; to: string } | null
  readonly rows: {
    keys: Record<string, string>
    title?: string
    values: Values
    before?: Values
  }[]
}

type Unit = 'money' | 'count' | 'ratio' | 'times'

interface Definitions {
  readonly metrics: { id: string; name: Bilingual; unit: Unit }[]
  readonly dimensions: { id: string; zh: string; en: string }[]
}

const query: Command = {
  name: 'query',
  usage:
    'query --metrics a,b --from 2010-12-01 --to 2010-12-31 [--by month,product] [--filter shop=CODE,country=CN] [--compare previous|year] [--order-by a] [--limit 20]',
  about: both('按指标和维度查询', 'Ask for metrics by dimensions'),
  needs: ['--metrics', '--from', '--to'],
  options: {
    metrics: str,
    by: str,
    from: str,
    to: str,
    shop: str,
    filter: str,
    compare: str,
    'order-by': str,
    limit: str,
  },
  async run({ values, call }) {
    const by = text(values['by'])?.split(',') ?? []
    const metrics = text(values['metrics'])?.split(',') ?? []
    const compare = text(values['compare'])
    const definitions = await call<Definitions>('GET', '/api/analytics/metrics')
    const answer = await call<Answered>('POST', '/api/analytics/query', {
      metrics,
      by,
      from: text(values['from']),
      to: text(values['to']),
      filters: filtersOf(text(values['filter']), text(values['shop'])),
      ...(compare ? { compare } : {}),
      ...(text(values['order-by']) ? { orderBy: text(values['order-by']) } : {}),
      ...(text(values['limit']) ? { limit: Number(text(values['limit'])) } : {}),
    })
    const named = (id: string) => definitions.metrics.find((one) => one.id === id)
    const nameOf = (id: string) => named(id)?.name ?? same(id)
    const columns = metrics.flatMap((id) => [
      nameOf(id),
      ...(compare ? [both(`${nameOf(id).zh}(对比期)`, `${nameOf(id).en} (before)`)] : []),
    ])
    return {
      json: answer,
      table: {
        head: [
          ...by.map((id) => definitions.dimensions.find((one) => one.id === id) ?? same(id)),
          ...(by.includes('product') ? [both('名称', 'Title')] : []),
          ...columns,
        ],
        rows: answer.rows.map(({ keys, title: name, values: found, before }) => [
          ...by.map((id) => keys[id] ?? ''),
          ...(by.includes('product') ? [name ?? ''] : []),
          ...metrics.flatMap((id) => [
            shown(named(id)?.unit, found[id]),
            ...(compare ? [shown(named(id)?.unit, before?.[id])] : []),
          ]),
        ]),
      },
      lines: [
        ...(answer.currency && metrics.some((id) => named(id)?.unit === 'money')
          ? [both(`金额币种 ${answer.currency}`, `Money in ${answer.currency}`)]
          : []),
        ...(answer.compared
          ? [
              both(
                `对比期 ${answer.compared.from} – ${answer.compared.to}`,
                `Compared with ${answer.compared.from} – ${answer.compared.to}`,
              ),
            ]
          : []),
        ...(answer.behind === '0'
          ? []
          : [
              both(
                `还有 ${answer.behind} 个事件未入数,稍后再查`,
                `${answer.behind} events are not in yet; ask again shortly`,
              ),
            ]),
      ],
    }
  },
}

function shown(unit: Unit | undefined, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'money') return formatYuan(BigInt(value))
  if (unit === 'ratio') return `${(Number(value) * 100).toFixed(2)} %`
  return unit === 'times' ? Number(value).toFixed(2) : String(value)
}

/** `shop=A,country=CN`; `--shop A` is short for the commonest. */
function filtersOf(given: string | undefined, shop: string | undefined): Record<string, string> {
  const pairs = (given ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new WrongUsage()
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const
    })
  return { ...(shop ? { shop } : {}), ...Object.fromEntries(pairs) }
}

const rebuild: Command = {
  name: 'facts rebuild',
  usage: 'facts rebuild',
  about: both('由 PostgreSQL 重建全部事实', 'Rebuild all facts from PostgreSQL'),
  needs: [],
  options: {},
  async run({ call }) {
    const { jobId } = await call<{ jobId: string }>('POST', '/api/analytics/rebuild')
    const orders = (await ended(call, jobId)).progress?.done ?? 0
    return {
      json: { jobId, orders },
      lines: [both(`已由 ${orders} 个订单重建`, `Rebuilt from ${orders} orders`)],
    }
  },
}

export const salesCommands: readonly Command[] = [
  ...importCommands,
  query,
  rebuild,
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
]
