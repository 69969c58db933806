import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { addMs, now } from '#kernel/time.ts'
import { finishOpen, watchLegs } from '#modules/carriers'
import { type TestApp, testApp } from '#test/app.ts'
import { buildSite } from '#test/factories.ts'
import { dataSign, startCarrier } from '../../../sandbox/carrier.ts'
import { sign } from './kdniao-port.ts'
import { type CarriersRig, RECEIVER, codeOf, openCarriers } from './testing.ts'

describe('parcels', () => {
  let app: TestApp
  let planner: CarriersRig['planner']
  let packer: CarriersRig['packer']
  let ok: CarriersRig['ok']
  let build: CarriersRig['build']
  let shipment: CarriersRig['shipment']
  let make: CarriersRig['make']
  let draw: CarriersRig['draw']
  let parcel: CarriersRig['parcel']
  let assertSound: CarriersRig['assertSound']
  before(async () => {
    app = await testApp()
    ;({ planner, packer, ok, build, shipment, make, draw, parcel, assertSound } =
      await openCarriers(app))
  })
  after(() => app[Symbol.asyncDispose]())

  test('own labels: drawn, printed, confirmed, handed over; a reprint needs a reason; the receiver is sealed', async () => {
    const site = await buildSite(app.services.db)
    const own = await build({ firstMinor: '5', account: null, carrier: { numberPrefix: 'MR' } })
    const body = shipment(site.id, {
      serviceId: own.serviceId,
      pieces: [1, 2, 3].map((n) => ({ grams: n * 500, sidesMm: null, contents: `第 ${n} 箱` })),
    })
    const made = ok(await packer.post<{ parcelIds: string[] }>('/api/parcels', body))
    assert.deepEqual(
      ok(await packer.post<{ parcelIds: string[] }>('/api/parcels', body)).parcelIds,
      made.parcelIds,
    )
    const [first = ''] = made.parcelIds
    assert.equal(
      codeOf(await packer.post(`/api/parcels/${first}/print`, { format: 'pdf' })),
      '409 carriers.no_label',
    )
    const { numbers } = ok(await draw(first))
    assert.equal(new Set(numbers).size, 3)
    assert.deepEqual(ok(await draw(made.parcelIds[1]!)).numbers, numbers)
    assert.equal(
      codeOf(await packer.post(`/api/parcels/${first}/hand-over`)),
      '409 carriers.not_now',
    )
    const pdf = await packer.post<string>(`/api/parcels/${first}/print`, { format: 'pdf' })
    assert.match(String(pdf.body), /^%PDF-1\.5/)
    // INV-CAR-4
    assert.equal(
      codeOf(await packer.post(`/api/parcels/${first}/print`, { format: 'zpl' })),
      '409 carriers.reprint_reason',
    )
    const again = await packer.post<string>(`/api/parcels/${first}/print`, {
      format: 'zpl',
      reason: '卡纸',
    })
    assert.match(String(again.body), new RegExp(numbers[0]!))
    assert.equal((await parcel(first)).status, 'CREATED')
    ok(await packer.post(`/api/parcels/${first}/prints/2/ack`))
    ok(await packer.post(`/api/parcels/${first}/hand-over`))
    assert.equal((await parcel(first)).status, 'USED')
    const { rows } = await sql<{
      all: string
    }>`select p::text as all from carriers.parcels p where id = ${first}`.execute(app.services.db)
    assert.doesNotMatch(rows[0]!.all, /王小明|13800001111|体育西路1号/)
    await assertSound()
  })

  test('INV-CAR-4 no second print without a reason, whoever writes it', async () => {
    const site = await buildSite(app.services.db)
    const { parcelIds } = await make(site.id)
    await assert.rejects(
      sql`insert into carriers.prints (parcel_id, n, format, made_by) values (${parcelIds[0]!}, 2, 'pdf', 'x')`.execute(
        app.services.db,
      ),
      /prints_again_with_reason/,
    )
  })

  test('INV-CAR-2 under a carrier that fails before and after, asked by many at once, each shipment has one number and the balance agrees', async () => {
    await using carrier = await startCarrier({
      seed: 'draws',
      chaos: 2,
      startedAt: now().getTime(),
    })
    const site = await buildSite(app.services.db)
    const api = await build({
      firstMinor: '7',
      carrier: {
        port: 'kdniao',
        address: carrier.url,
        apiAccount: carrier.account,
        apiCode: 'ZTO',
        key: carrier.key,
      },
      account: { metered: false },
    })
    assert.equal(
      ok(
        await planner.post<{ balance: string }>(`/api/carriers/accounts/${api.accountId}/entries`, {
          qty: 100,
          note: '充值',
        }),
      ).balance,
      '100',
    )
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        make(site.id, {
          serviceId: api.serviceId,
          pieces: Array.from({ length: (n % 2) + 1 }, () => ({
            grams: 500,
            sidesMm: null,
            contents: 'x',
          })),
        }),
      ),
    )
    const ids = made.map(({ parcelIds }) => parcelIds[0]!)
    for (let round = 0; round < 8; round++) {
      await Promise.all(ids.flatMap((id) => [draw(id), draw(id)]))
      await finishOpen(app.services, 0)
    }
    assert.equal(carrier.waybills.size, 30)
    assert((carrier.faults['failed after'] ?? 0) > 0, 'answers were lost')
    for (const { parcelIds } of made) {
      const truth = carrier.waybills.get(parcelIds[0]!)!
      const held = await Promise.all(parcelIds.map(async (id) => (await parcel(id)).waybillNo))
      assert.deepEqual(held, truth.numbers)
    }
    const { rows } = await sql<{
      balance: bigint
    }>`select balance from carriers.accounts where id = ${api.accountId}`.execute(app.services.db)
    assert.equal(rows[0]!.balance, 100n - 45n)
    await assertSound()
  })

  test('INV-CAR-3 a refusal gives the numbers back, an empty account draws nothing, and a balance is its entries', async () => {
    await using carrier = await startCarrier({
      seed: 'refusals',
      chaos: 0,
      startedAt: now().getTime(),
    })
    const site = await buildSite(app.services.db)
    const api = await build({
      firstMinor: '7',
      carrier: {
        port: 'kdniao',
        address: carrier.url,
        apiAccount: carrier.account,
        apiCode: 'ZTO',
        key: carrier.key,
      },
      account: { metered: false },
    })
    const book = (qty: number) =>
      planner.post<{ balance: string }>(`/api/carriers/accounts/${api.accountId}/entries`, {
        qty,
        note: '盘点',
      })
    ok(await book(2))
    assert.equal(codeOf(await book(-3)), '409 carriers.no_numbers')
    const bad = await make(site.id, {
      serviceId: api.serviceId,
      receiver: { ...RECEIVER, address: '拒收测试路 1 号' },
    })
    assert.equal(codeOf(await draw(bad.parcelIds[0]!)), '409 carriers.draw_refused')
    assert.equal((await parcel(bad.parcelIds[0]!)).status, 'NONE')
    const three = {
      serviceId: api.serviceId,
      pieces: [1, 2, 3].map(() => ({ grams: 1, sidesMm: null, contents: '' })),
    }
    const many = await make(site.id, three)
    assert.equal(codeOf(await draw(many.parcelIds[0]!)), '409 carriers.no_numbers')
    assert.equal((await parcel(many.parcelIds[0]!)).status, 'NONE')
    const good = await make(site.id, { serviceId: api.serviceId })
    ok(await draw(good.parcelIds[0]!))
    const cancelled = await packer.post<{ result: string }>(
      `/api/parcels/${good.parcelIds[0]!}/cancel`,
      { reason: '买家退款' },
    )
    assert.equal(ok(cancelled).result, 'cancelled')
    assert.equal(ok(await book(1)).balance, '3')
    await assert.rejects(
      sql`update carriers.account_entries set qty = 9`.execute(app.services.db),
      /append-only/,
    )
    // Picked up by the carrier: it cannot be taken back, and says so.
    const late = await make(site.id, { serviceId: api.serviceId })
    ok(await draw(late.parcelIds[0]!))
    await carrier.travel(1)
    assert.equal(
      ok(
        await packer.post<{ result: string }>(`/api/parcels/${late.parcelIds[0]!}/cancel`, {
          reason: '改地址',
        }),
      ).result,
      'failed',
    )
    assert.equal((await parcel(late.parcelIds[0]!)).status, 'CANCEL_FAILED')
    await assertSound()
  })

  test('OP-LOG-1 words come signed, twice, late and out of order: the newest decides; slow legs become cases that close by themselves', async () => {
    assert.equal(
      sign('{"OrderCode":"","ShipperCode":"YTO","LogisticCode":"12345678"}', 'demo-api-key'),
      'MTdmYzBjYzI0NGI3YzQ5MDYzYTk4ODQ1ODU1MTEyMTU=',
    )
    await using carrier = await startCarrier({
      seed: 'tracks',
      chaos: 2,
      startedAt: addMs(now(), -5 * 86_400_000).getTime(),
    })
    const site = await buildSite(app.services.db)
    const api = await build({
      firstMinor: '7',
      carrier: {
        port: 'kdniao',
        address: carrier.url,
        apiAccount: carrier.account,
        apiCode: 'ZTO',
        key: carrier.key,
      },
    })
    const pushUrl = `${app.url}/api/carriers/push/${api.id}`
    const ids: string[] = []
    for (let n = 0; n < 12; n++) {
      const [id = ''] = (await make(site.id, { serviceId: api.serviceId })).parcelIds
      for (let tries = 0; (await draw(id)).status !== 200; tries++) assert(tries < 20)
      await packer.post(`/api/parcels/${id}/print`, { format: 'zpl' })
      ok(await packer.post(`/api/parcels/${id}/prints/1/ack`))
      ok(await packer.post(`/api/parcels/${id}/hand-over`))
      ids.push(id)
    }
    const watch = (hours: number) =>
      app.services.db.transaction().execute((tx) => watchLegs(tx, addMs(now(), hours * 3_600_000)))
    assert.equal(await watch(23), 0)
    assert.equal(await watch(25), 12)
    assert.equal(await watch(25), 0)
    assert.deepEqual((await parcel(ids[0]!)).cases, ['not_picked_up'])
    carrier.pushTo(pushUrl)
    for (let leg = 0; leg < 8; leg++) await carrier.travel(5)
    const seen = await Promise.all(ids.map(parcel))
    assert(
      seen.filter(({ trackState }) => trackState === 'delivered').length >= 9,
      JSON.stringify(seen.map(({ trackState }) => trackState)),
    )
    for (const one of seen) if (one.trackState === 'delivered') assert.deepEqual(one.cases, [])
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from carriers.tracks t join carriers.parcels p on p.id = t.parcel_id where p.carrier_id = ${api.id}`.execute(
      app.services.db,
    )
    assert(rows[0]!.n <= 60, 'no word counts twice')

    const data = JSON.stringify({
      Data: [
        {
          LogisticCode: 'KD00000000001',
          Traces: [
            { AcceptTime: '2026-11-25 10:00:00', AcceptStation: '外包装破损', Action: '414' },
          ],
        },
      ],
    })
    const send = (key: string, text = data) =>
      fetch(pushUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          RequestType: '101',
          RequestData: text,
          DataSign: dataSign(text, key),
        }).toString(),
      })
    assert.equal((await send('wrong')).status, 401)
    assert.equal((await send(carrier.key, '{"Data": 1}')).status, 400)
    const answer = await send(carrier.key)
    assert.deepEqual(
      [answer.status, await answer.json()],
      [200, { EBusinessID: carrier.account, Success: true, Reason: '' }],
    )
    const { items } = ok(
      await packer.get<{ items: { id: string; waybillNo: string }[] }>(
        `/api/parcels?caseKind=damaged&carrierId=${api.id}`,
      ),
    )
    assert.deepEqual(
      items.map(({ waybillNo }) => waybillNo),
      ['KD00000000001'],
    )
    const hurt = await parcel(items[0]!.id)
    const work = (version: number, close: boolean) =>
      packer.send('PATCH', `/api/parcels/cases/${hurt.openCases[0]!.id}`, {
        version,
        note: '已联系网点',
        close,
      })
    assert.equal((await work(1, false)).status, 200)
    assert.equal(codeOf(await work(1, true)), '409 kernel.stale_edit')
    assert.equal((await work(2, true)).status, 200)
    assert.equal(codeOf(await work(3, true)), '409 carriers.case_closed')
    ok(
      await packer.post(`/api/parcels/${hurt.openCases.length ? items[0]!.id : ''}/cases`, {
        kind: 'signed_not_received',
        note: '买家说没收到',
      }),
    )
  })
})
