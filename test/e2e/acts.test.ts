// What a platform is asked from the records: a refund is agreed to, a later day asked for, a receiver opened, a price set. The sandbox
// platform says whether it was done.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { HOUR } from '../../sandbox/change.ts'
import { planOrders } from '../../sandbox/life.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'

const SHOTS = process.env['MILLRACE_SHOTS']

describe('asking a platform from the records', () => {
  let house: House
  let sandbox: Sandbox
  let shopId: string
  const remote = () => sandbox.world.shops[0]!
  before(async () => {
    house = await openHouse()
    const options = { seed: 'asks', startedAt: Date.now() - 24 * HOUR, chaos: 0, masks: true }
    sandbox = await startSandbox(options)
    planOrders(sandbox.world, 300, 0.5)
    await sandbox.advance(14 * HOUR)
    const owner = await house.app.as('owner')
    const made = await owner.post<{ id: string }>('/api/shops', {
      code: 'ASK1',
      name: '沙箱一店',
      platform: 'other',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    shopId = made.body.id
    const linked = await owner.post('/api/connectors/links', {
      shop: 'ASK1',
      connector: remote().stockMode === 'increment' ? 'sandbox_counting' : 'sandbox',
      address: sandbox.url,
      remoteShop: remote().id,
      appKey: remote().appKey,
      secret: remote().secret,
    })
    assert.equal(linked.status, 200, JSON.stringify(linked.body))
    await pull()
  })
  after(async () => {
    await sandbox[Symbol.asyncDispose]()
    await house[Symbol.asyncDispose]()
  })

  const pull = async () => {
    const owner = await house.app.as('owner')
    await owner.post(`/api/connectors/links/${shopId}/poll`, {})
    await house.app.runJobs()
    await house.app.drain()
  }
  const enter = async (address: string) => {
    const visit = await house.visit()
    visit.page.setDefaultTimeout(15_000)
    await visit.page.goto(address)
    await signIn(visit.page)
    const shot = async (name: string) => {
      if (SHOTS) await visit.page.screenshot({ path: `${SHOTS}/${name}.png` })
    }
    return { ...visit, shot }
  }
  const idOf = async (path: string, fits: (row: never) => boolean) => {
    const owner = await house.app.as('owner')
    const { body } = await owner.get<{ items: never[] }>(path)
    return (body.items.find(fits)! as { id: string }).id
  }

  test('a refund that still asks is agreed to once, with what the buyer asks for', async () => {
    const asking = Object.values(sandbox.world.aftersales).find(
      (one) =>
        one.shopId === remote().id && one.state === 'requested' && one.type === 'refund_only',
    )!
    const id = await idOf(
      '/api/aftersales?limit=200',
      (row: { aftersaleNo: string }) => row.aftersaleNo === asking.no,
    )
    const { page, complaints, context, shot } = await enter(`/orders/aftersales?open=${id}`)
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: '同意退款' }).click()
    const form = page.getByRole('dialog', { name: `同意退款 ${asking.no}` })
    await form.getByText('发出后不能撤回').waitFor()
    await shot('refund')
    await form.getByRole('button', { name: '同意退款' }).click()
    await page.getByText('已交给平台').waitFor()
    await pull()
    assert.equal(asking.paidTimes, 1)
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('an order that waits: a later day is asked for, and its receiver is opened for a scene', async () => {
    const order = Object.values(sandbox.world.orders).find(
      (one) => one.shopId === remote().id && one.state === 'to_ship' && one.appointment === null,
    )!
    const id = await idOf(
      `/api/orders?limit=200&q=${order.no}`,
      (row: { platformNo: string }) => row.platformNo === order.no,
    )
    const { page, complaints, context, shot } = await enter(`/orders?open=${id}`)
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: '约发货时间' }).click()
    const form = page.getByRole('dialog', { name: `约发货时间 ${order.no}` })
    await form.getByText('买家同意后最晚发货才改').waitFor()
    const day = new Date(Date.now() + 96 * HOUR).toISOString().slice(0, 10)
    await form.getByLabel('新的发货时间').fill(`${day} 12:00`)
    await shot('date')
    await form.getByLabel('新的发货时间').press('Enter')
    await page.getByText('已请平台问买家').waitFor()
    await pull()
    assert.equal(order.appointment?.shipBy, Date.parse(`${day}T12:00:00+08:00`))
    await drawer.getByRole('button', { name: '向平台解密收货人' }).click()
    const decode = page.getByRole('dialog', { name: '向平台解密收货人' })
    await decode.getByLabel('原因').fill('补打面单')
    await decode
      .getByRole('button', { name: /解\s*密/ })
      .last()
      .click()
    await page.getByText(order.receiver.phone).waitFor()
    await shot('decode')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('an offer: its price and title are set on the platform; a price of nothing is refused on the field', async () => {
    const owner = await house.app.as('owner')
    const { body } = await owner.get<{
      items: { id: string; platformSku: string }[]
    }>('/api/listings?limit=200')
    const offer = remote().offers.find(({ skuId }) =>
      body.items.some(({ platformSku }) => platformSku === skuId),
    )!
    const { id } = body.items.find(({ platformSku }) => platformSku === offer.skuId)!
    const { page, context, shot } = await enter(`/listings?open=${id}`)
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: '改平台价' }).click()
    const price = page.getByRole('dialog', { name: /改平台价/ })
    await price.getByLabel('新价格').fill('0')
    await price.getByRole('button', { name: '改平台价' }).click()
    await price.getByRole('alert').first().waitFor()
    await price.getByLabel('新价格').fill('123.40')
    await shot('price')
    await price.getByRole('button', { name: '改平台价' }).click()
    await page.getByText('价格已交给平台').waitFor()
    await drawer.getByRole('button', { name: '改平台商品' }).click()
    const change = page.getByRole('dialog', { name: /改平台商品/ })
    await change.getByLabel('标题').fill('换了标题')
    await change.getByLabel('在售').click()
    await change.getByRole('button', { name: '改平台商品' }).click()
    await page.getByText('已交给平台', { exact: true }).waitFor()
    await pull()
    assert.deepEqual([offer.price, offer.title, offer.isOnSale], [12_340, '换了标题', false])
    await page.goto('/listings')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.goto(`/listings?open=${id}`)
    await page.getByRole('button', { name: 'Set the price there' }).waitFor()
    await shot('offer-en')
    await context.close()
  })
})
