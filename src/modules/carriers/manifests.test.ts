// OP-WMS-9: the driver signs for what was scanned, and what was not there is known.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { now } from '#kernel/time.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { buildSite } from '#test/factories.ts'
import { type CarriersRig, codeOf, openCarriers } from './testing.ts'

interface Manifest {
  readonly status: string
  readonly parcels: number
  readonly scanned: number
  readonly leftOut: number
  readonly driver: string
  readonly rows: readonly { readonly waybillNo: string; readonly leftOut: string | null }[]
}

describe('handing over', () => {
  let app: TestApp
  let rig: CarriersRig
  before(async () => {
    app = await testApp()
    rig = await openCarriers(app)
  })
  after(() => app[Symbol.asyncDispose]())

  let carriers = 0
  /** A carrier with so many parcels printed and confirmed. */
  const ready = async (qty: number) => {
    const { build, ok, packer, draw, make } = rig
    const site = await buildSite(app.services.db)
    const own = await build({ account: null, carrier: { numberPrefix: `MF${(carriers += 1)}` } })
    const parcels: { id: string; waybill: string }[] = []
    const add = async () => {
      const made = await make(site.id, { serviceId: own.serviceId })
      const id = made.parcelIds[0]!
      const { numbers } = ok(await draw(id))
      ok(await packer.post(`/api/parcels/${id}/print`, { format: 'zpl' }))
      ok(await packer.post(`/api/parcels/${id}/prints/1/ack`, {}))
      parcels.push({ id, waybill: numbers[0]! })
    }
    for (let n = 0; n < qty; n++) await add()
    const open = () =>
      packer.post<{ id: string; parcels: number; code: string }>('/api/manifests', {
        carrierId: own.id,
        siteId: site.id,
        cutOffAt: now().toISOString(),
      })
    return { own, site, parcels, add, open }
  }
  const scan = (id: string, waybillNo: string) =>
    rig.packer.post<{ again: boolean; joined: boolean; scanned: number; parcels: number }>(
      `/api/manifests/${id}/scan`,
      { waybillNo },
    )
  const sign = (id: string, body: object) =>
    rig.packer.post<{ handedOver: number; leftOut: number }>(`/api/manifests/${id}/sign`, body)
  const read = async (id: string) => rig.ok(await rig.packer.get<Manifest>(`/api/manifests/${id}`))

  test('OP-WMS-9 what is ready stands on the manifest; the scan count is the manifest; then the driver signs', async () => {
    const { parcels, open, add } = await ready(2)
    const { id, parcels: qty } = rig.ok(await open())
    assert.equal(qty, 2)
    assert.equal(codeOf(await open()), '409 carriers.manifest_open')
    assert.equal(codeOf(await sign(id, { driver: '李师傅' })), '409 carriers.nothing_scanned')
    const [first, second] = parcels
    const seen = rig.ok(await scan(id, first!.waybill.toLowerCase()))
    assert.deepEqual(seen, { again: false, joined: false, scanned: 1, parcels: 2 })
    assert.equal(rig.ok(await scan(id, first!.waybill)).again, true, 'twice counts once')
    assert.equal(codeOf(await sign(id, { driver: '李师傅' })), '409 carriers.not_all_scanned')
    assert.equal((await rig.parcel(first!.id)).status, 'PRINTED', 'a refusal hands nothing over')
    rig.ok(await scan(id, second!.waybill))
    await add()
    const late = rig.ok(await scan(id, parcels[2]!.waybill))
    assert.deepEqual([late.joined, late.scanned, late.parcels], [true, 3, 3])
    assert.deepEqual(rig.ok(await sign(id, { driver: '李师傅' })), { handedOver: 3, leftOut: 0 })
    for (const { id: parcelId } of parcels)
      assert.equal((await rig.parcel(parcelId)).status, 'USED')
    assert.equal(codeOf(await sign(id, { driver: '李师傅' })), '409 carriers.manifest_signed')
    await rig.assertSound()
  })

  test('OP-WMS-9 a parcel that is not there stays with a reason, raises 漏发, and goes with the next driver', async () => {
    const { parcels, open } = await ready(2)
    const { id } = rig.ok(await open())
    rig.ok(await scan(id, parcels[0]!.waybill))
    const leaveOut = '货架上没找到'
    assert.deepEqual(rig.ok(await sign(id, { driver: '王师傅', leaveOut })), {
      handedOver: 1,
      leftOut: 1,
    })
    const after = await rig.parcel(parcels[1]!.id)
    assert.deepEqual([after.status, after.cases], ['PRINTED', ['not_handed_over']])
    const manifest = await read(id)
    assert.deepEqual([manifest.parcels, manifest.scanned, manifest.leftOut], [1, 1, 1])
    const next = rig.ok(await open())
    assert.equal(next.parcels, 1)
    rig.ok(await scan(next.id, parcels[1]!.waybill))
    rig.ok(await sign(next.id, { driver: '王师傅' }))
    assert.deepEqual((await rig.parcel(parcels[1]!.id)).cases, [])
  })

  test('INV-CAR-5 wrong parcels are refused with what is wrong: unknown, of another carrier, cancelled, gone; two scanners at once count once', async () => {
    const one = await ready(2)
    const two = await ready(1)
    const { id } = rig.ok(await one.open())
    const why = async (waybill: string) => {
      const answer = await scan(id, waybill)
      assert.equal(codeOf(answer), '409 carriers.not_on_manifest')
      return (answer.body as unknown as { zh: string }).zh
    }
    assert.match(await why('NOBODY1'), /没有这个运单号|nobody knows/)
    assert.match(await why(two.parcels[0]!.waybill), /的$|'s\.$/)
    const gone = one.parcels[1]!
    rig.ok(await rig.packer.post(`/api/parcels/${gone.id}/cancel`, { reason: '买家退款' }))
    assert.match(await why(gone.waybill), /已取消|cancelled/)
    assert.equal((await read(id)).parcels, 2)
    const both = await Promise.all([1, 2].map(() => scan(id, one.parcels[0]!.waybill)))
    assert.equal(both.filter((answer) => rig.ok(answer).again).length, 1)
    assert.equal((await read(id)).scanned, 1)
    assert.deepEqual(rig.ok(await sign(id, { driver: '李师傅' })), { handedOver: 1, leftOut: 0 })
    assert.deepEqual((await rig.parcel(gone.id)).cases, [], 'a cancelled one is missed by nobody')
  })
})
