// Headers of platforms' exports as others have published them, and bills of banks and wallets. What is held: every header is known
// by its names, in both editions of Taobao and Pinduoduo; a bill is kept and imported as nothing.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk } from '#test/drops.ts'
import { hasRealData, realFile, realTest } from '#test/real.ts'

const EXPECTED: Readonly<Record<string, string>> = {
  taobao_ExportOrderList_A: 'taobao.ExportOrderList',
  'taobao_ExportOrderList_B_2018+': 'taobao.ExportOrderList',
  jd_pop_orders: 'jd.jd_order_csv',
  pdd_orders_A: 'pdd.pdd_order_default',
  pdd_orders_B_older: 'pdd.pdd_order_default',
  douyin_orders: 'douyin.douyin_order',
  douyin_settlement: 'douyin.douyin_fund',
  shopify_orders: 'shopify.shopify_orders_export',
  wechatpay_trade_bill_v3: 'payments.wxpay_trade_all',
  alipay_business_detail: 'payments.alipay_trade_csv',
}

describe('layouts as published', () => {
  let desk: ImportDesk
  before(async () => {
    if (!hasRealData) return
    desk = await importDesk()
    await desk.owner.post('/api/shops', { code: 'SHOPIFY', name: 'Shopify', platform: 'shopify' })
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  realTest('every header is recognised, and no other layout takes it', async () => {
    const headers = JSON.parse(realFile('cn_order_export_headers/headers.json').text) as Record<
      string,
      { columns?: string[] }
    >
    const files = Object.entries(headers).flatMap(([name, { columns }]) => {
      if (columns === undefined) return []
      const cells = columns.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
      return [[`${name}.csv`, `${cells}\n${columns.map(() => '1').join(',')}\n`] as const]
    })
    const runs = await desk.drop(files)
    assert.deepEqual(
      Object.fromEntries(runs.map(({ layout }, at) => [files[at]![0].replace('.csv', ''), layout])),
      EXPECTED,
    )
  })

  realTest(
    'bills of Alipay and WeChat are known and parked; nothing of them is imported',
    async () => {
      const files = ['alipay', 'wechat'].map((name) =>
        realFile(`bills/${name}/example-${name}-records.csv`),
      )
      const runs = await desk.drop(
        files.map(({ name, bytes }) => [name, bytes] as const),
        'dryRun=false',
      )
      assert.deepEqual(
        runs.map(({ kind, layout, status, created }) => [kind, layout, status, created]),
        [
          ['bills', 'payments.alipay_personal', 'parked', 0],
          ['bills', 'payments.wxpay_personal', 'parked', 0],
        ],
      )
    },
  )

  realTest('statements of banks, as CSV and as old XLS: known and parked', async () => {
    const files = [
      ['ccb/交易明细_xxxx_2025xxxx_2025xxxx.xls', 'banks.ccb'],
      ['cmb/credit/example-cmb-records.csv', 'banks.cmb_credit'],
      ['cmb/debit/example-cmb-records.csv', 'banks.cmb'],
      ['icbc/credit/example-icbc-credit-records.csv', 'banks.icbc_credit'],
      ['icbc/debit-v1/example-icbc-debit-v1-records.csv', 'banks.icbc'],
      ['icbc/debit-v2/example-icbc-debit-v2-records.csv', 'banks.icbc'],
      ['spdb_debit/example-spdb_debit-records.xls', 'banks.spdb'],
    ] as const
    for (const [path, layout] of files) {
      const { name, bytes } = realFile(`bills/${path}`)
      const runs = await desk.drop([[name, bytes]], 'dryRun=false')
      assert.deepEqual(
        runs.map((run) => [run.kind, run.layout, run.status, run.created]),
        [['bills', layout, 'parked', 0]],
        path,
      )
    }
  })
})
