// Pure decisions: pace, waits, what a parcel's order shows, and Douyin's own example of a signature.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '#kernel/time.ts'
import { CONNECTOR_IDS } from './contract.ts'
import { backOff, FULL, takeToken } from './pace.ts'
import { CONNECTORS } from './registry.ts'
import { canonicalJson, signCall } from './sandbox-calls.ts'
import { judgeParcel } from './tell-shipments.ts'

test('a burst goes at once, then calls keep the pace; a rest fills the bucket and no more', () => {
  const rate = { perSecond: 10, burst: 3 }
  let bucket = FULL
  const take = (at: number) => {
    const taken = takeToken(bucket, rate, at)
    bucket = taken.bucket
    return taken.waitMs
  }
  assert.deepEqual(
    [take(1000), take(1000), take(1000), take(1000), take(1000)],
    [0, 0, 0, 100, 200],
  )
  assert.deepEqual([take(9000), take(9000), take(9000), take(9000)], [0, 0, 0, 100])
})

test('waits double and end at a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 30].map((tries) => backOff(tries, 100)),
    [100, 200, 400, 60_000],
  )
})

test("the signature of Douyin's example comes out", () => {
  assert.equal(
    signCall('749698a6-fcb3-4358-b241-ec1d93cf9c1f', {
      appKey: '6844048284663924231',
      method: 'product.list',
      paramJson: canonicalJson({ size: '20', page: '0' }),
      timestamp: '2020-07-05 22:33:59',
    }),
    'a84fc5747114e63196565192a19f80d9d78819b8c8f5940eeb282bf78260901d',
  )
})

test('INV-CONN-1 what the order shows decides about a parcel, not what the call answered', () => {
  const parcel = { orderNo: '1', carrier: 'shunfeng', waybill: 'SF1' }
  const judged = (status: string, waybill: string) =>
    judgeParcel(
      parcel,
      { no: '1', modifiedAt: instant(0), rows: [{ status, waybill }] },
      (word) => word,
    ).verdict
  assert.equal(judged('shipped', 'SF1'), 'told')
  assert.equal(judged('shipped', 'SF2'), 'refused')
  assert.equal(judged('awaiting_shipment', ''), 'call')
  assert.equal(judged('on_hold', ''), 'doubtful')
  assert.equal(judged('cancelled', ''), 'refused')
  assert.equal(judgeParcel(parcel, null, (word) => word).verdict, 'refused')
})

test('the API offers exactly the connectors there are', () => {
  assert.deepEqual(
    CONNECTORS.map(({ id }) => id),
    [...CONNECTOR_IDS],
  )
})
