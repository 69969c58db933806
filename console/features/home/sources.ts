// What may wait for somebody: one entry per queue, counted by the list that holds it. A feature joins by
// an entry here.
import { api } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { formatMoney, sayAmounts } from '../../ui/format.ts'
import type { Bilingual } from '../../ui/language.ts'
import type { Tone } from '../../ui/values.tsx'

interface WaitingSource extends Bilingual {
  readonly key: readonly string[]
  readonly permission: string
  /** Where the work is done, filters included. */
  readonly to: string
  readonly tone: Tone
  /** What to do with it: `审批`, `重试`. */
  readonly act: Bilingual
  readonly count: () => Promise<number | Counted>
}

/** A count that says more about itself: the money in it. */
interface Counted {
  readonly count: number
  readonly about: Bilingual
}

/** Orders of one queue, counted by the same query as on their screen. */
const ordersIn = (queue: string) => async () =>
  (await api.sales.queues({ query: {} })).queues.find((one) => one.queue === queue)?.orders ?? 0

/** Queues are counted up to here; more than this is simply many. */
const MANY = 200

export const WAITING: readonly WaitingSource[] = [
  {
    zh: '已过承诺发货时间的订单',
    en: 'Orders past their promise',
    key: ['sales', 'queues', 'overdue'],
    permission: 'orders.read',
    to: `${paths.orders}?queue=overdue`,
    tone: 'bad',
    act: { zh: '查看', en: 'Look' },
    count: ordersIn('overdue'),
  },
  {
    zh: '收货地址存疑的订单',
    en: 'Orders with a doubtful address',
    key: ['sales', 'queues', 'doubtful_address'],
    permission: 'orders.write',
    to: `${paths.orders}?queue=doubtful_address`,
    tone: 'warn',
    act: { zh: '确认', en: 'Confirm' },
    count: ordersIn('doubtful_address'),
  },
  {
    zh: '金额对不上的订单',
    en: 'Orders that do not add up',
    key: ['sales', 'queues', 'does_not_add_up'],
    permission: 'orders.read',
    to: `${paths.orders}?queue=does_not_add_up`,
    tone: 'warn',
    act: { zh: '核对', en: 'Check' },
    count: ordersIn('does_not_add_up'),
  },
  {
    zh: '个接入要看一眼',
    en: 'platform links to look at',
    key: ['connectors', 'health', 'waiting'],
    permission: 'connectors.write',
    to: paths.connectors,
    tone: 'bad',
    act: { zh: '查看', en: 'Look' },
    count: async () => {
      const { items } = await api.connectors.health({ query: { limit: MANY } })
      const bad = items.filter(({ state }) => state === 'failing' || state === 'attention')
      const risk = bad.reduce((sum, one) => sum + BigInt(one.moneyAtRiskMinor), 0n)
      const money = formatMoney(risk)
      return {
        count: bad.length,
        about: { zh: `在途风险 ${money}`, en: `${money} at risk` },
      }
    },
  },
  {
    zh: '个平台商品未映射',
    en: 'listings not mapped',
    key: ['listings', 'summary'],
    permission: 'listings.write',
    to: paths.listings,
    tone: 'warn',
    act: { zh: '映射', en: 'Map' },
    count: async () => {
      const { unmapped, amounts, waiting } = await api.listings.summary({})
      const money = sayAmounts(amounts)
      return {
        count: unmapped,
        about: {
          zh: `涉及 ${money}${waiting > 0 ? `,${waiting} 单等发货` : ''}`,
          en: `worth ${money}${waiting > 0 ? `, ${waiting} orders waiting` : ''}`,
        },
      }
    },
  },
  {
    zh: '待批的库存调整',
    en: 'Adjustments to approve',
    key: ['inventory', 'adjustments', 'proposed'],
    permission: 'inventory.approve',
    to: `${paths.adjustments}?status=proposed`,
    tone: 'warn',
    act: { zh: '审批', en: 'Decide' },
    count: async () =>
      (await api.inventory.adjustments({ query: { status: 'proposed', limit: MANY } })).items
        .length,
  },
  {
    zh: '待盘点',
    en: 'Counts to do',
    key: ['inventory', 'counts', 'open'],
    permission: 'inventory.count',
    to: `${paths.counts}?status=open`,
    tone: 'info',
    act: { zh: '盘点', en: 'Count' },
    count: async () =>
      (await api.inventory.counts({ query: { status: 'open', limit: MANY } })).items.length,
  },
  {
    zh: '待复盘',
    en: 'Recounts',
    key: ['inventory', 'counts', 'recount'],
    permission: 'inventory.count',
    to: `${paths.counts}?status=recount`,
    tone: 'warn',
    act: { zh: '复盘', en: 'Recount' },
    count: async () =>
      (await api.inventory.counts({ query: { status: 'recount', limit: MANY } })).items.length,
  },
  {
    zh: '在途调拨',
    en: 'Transfers on the road',
    key: ['inventory', 'transfers', 'in_transit'],
    permission: 'inventory.receive',
    to: `${paths.transfers}?status=in_transit`,
    tone: 'info',
    act: { zh: '收货', en: 'Receive' },
    count: async () =>
      (await api.inventory.transfers({ query: { status: 'in_transit', limit: MANY } })).items
        .length,
  },
  {
    zh: '失败的任务',
    en: 'Failed jobs',
    key: ['system', 'jobs', 'failed'],
    permission: 'jobs.manage',
    to: `${paths.jobs}?status=failed`,
    tone: 'bad',
    act: { zh: '重试', en: 'Retry' },
    count: async () =>
      (await api.system.jobs({ query: { status: 'failed', limit: MANY } })).items.length,
  },
]
