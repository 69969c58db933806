// Stock by hand: what is there, and goods in.
import { Refused } from './client.ts'
import {
  adder,
  both,
  CODE,
  type Command,
  given,
  type Input,
  lister,
  NAME,
  str,
  text,
} from './command.ts'

const show: Command = {
  name: 'stock show',
  usage: 'stock show [SKU]',
  about: both('查看库存', 'Show stock'),
  needs: [],
  options: {},
  async run({ call, positionals }) {
    const query = new URLSearchParams({ limit: '200', q: positionals[0] ?? '' })
    const { items } = await call<{ items: Record<string, string>[] }>(
      'GET',
      `/api/inventory/stock?${query}`,
    )
    const columns = ['sku', 'name', 'site', 'onHand', 'promised', 'free']
    return {
      json: items,
      table: {
        head: [
          CODE,
          NAME,
          both('仓库', 'Site'),
          both('在库', 'On hand'),
          both('占用', 'Promised'),
          both('可承诺', 'Free'),
        ],
        rows: items.map((item) => columns.map((key) => item[key] ?? '')),
      },
    }
  },
}

async function idOf({ call }: Input, path: string, code: string): Promise<string> {
  const query = new URLSearchParams({ limit: '200', q: code })
  const { items } = await call<{ items: { id: string; code: string }[] }>('GET', `${path}?${query}`)
  const found = items.find((item) => item.code === code)
  if (found) return found.id
  throw new Refused({
    code: 'cli.no_such_code',
    zh: `没有编码 ${code};请先新增,或核对大小写`,
    en: `There is no code ${code}. Add it first, or check its spelling.`,
  })
}

const receive: Command = {
  name: 'stock receive',
  usage: 'stock receive --sku CODE --qty N --site CODE [--lot LOT] [--note TEXT]',
  about: both('收货入库', 'Receive goods'),
  needs: ['--sku', '--qty', '--site'],
  options: { sku: str, qty: str, site: str, lot: str, note: str },
  async run(input) {
    const { values, call } = input
    const [sku, qty, site] = ['sku', 'qty', 'site'].map((name) => text(values[name]) ?? '') as [
      string,
      string,
      string,
    ]
    const lot = text(values['lot'])
    const made = await call<{ id: string }>('POST', '/api/inventory/receipts', {
      siteId: await idOf(input, '/api/places/sites', site),
      note: text(values['note']) ?? '',
      lines: [
        {
          skuId: await idOf(input, '/api/catalog/skus', sku),
          qty,
          ...(lot === undefined ? {} : { lot }),
        },
      ],
    })
    return {
      json: made,
      lines: [both(`${sku} 已收 ${qty} 入 ${site}`, `Received ${qty} of ${sku} at ${site}`)],
    }
  },
}

export const stockCommands: readonly Command[] = [
  lister('site list', '/api/places/sites', both('列出仓库与门店', 'List sites'), [
    ['code', CODE],
    ['name', NAME],
    ['kind', both('类型', 'Kind')],
    ['timeZone', both('时区', 'Time zone')],
  ]),
  adder(
    'site add',
    'site add --code CODE --name NAME [--kind warehouse|store|plant] [--time-zone Asia/Shanghai]',
    both('新增仓库、门店或工厂', 'Add a warehouse, store or plant'),
    ['--code', '--name'],
    { code: str, name: str, kind: str, 'time-zone': str },
    '/api/places/sites',
    ({ values }) =>
      given({
        code: text(values['code']),
        name: text(values['name']),
        kind: text(values['kind']),
        timeZone: text(values['time-zone']),
      }),
  ),
  show,
  receive,
]
