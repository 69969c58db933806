import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { instant } from '#kernel/time.ts'
import { openVault } from '#kernel/vault.ts'
import { comparableDetail } from './fingerprint.ts'
import { naturalWeek, normalisePhone, type Receiver, receiverFingerprint } from './index.ts'

const vault = openVault([{ id: 'k1', key: randomBytes(32) }])
const print = (receiver: Receiver) => receiverFingerprint(vault, receiver)

const ZHANG: Receiver = {
  name: '张三',
  phone: '13812345678',
  addressDetail: '文三路123号5栋2单元502室',
  districtCode: '330106',
}

test('the same person at the same door, written otherwise, has one fingerprint', () => {
  const first = print(ZHANG)
  assert.match(first ?? '', /^a1\./)
  for (const other of [
    { phone: '+86 138-1234-5678' },
    { phone: '86 13812345678' },
    { phone: '１３８１２３４５６７８' },
    { name: ' 张 三 ' },
    { name: '張三' },
    { addressDetail: '文三路 123 号, 5 幢 2 单元 502' },
    { addressDetail: '文三路１２３號5号楼二单元502室(310000)' },
    { addressDetail: '文三路123号第5栋 第二单元 502号房' },
  ]) {
    assert.equal(print({ ...ZHANG, ...other }), first, JSON.stringify(other))
  }
})

test('any difference that matters keeps two apart', () => {
  const all = [
    ZHANG,
    { ...ZHANG, name: '张三丰' },
    { ...ZHANG, phone: '13812345679' },
    { ...ZHANG, phone: '13812345678-1234' },
    { ...ZHANG, districtCode: '330109' },
    { ...ZHANG, addressDetail: '文三路123号5栋2单元503室' },
    { ...ZHANG, addressDetail: '文三路123号5栋12单元502室' },
    { ...ZHANG, addressDetail: '文三路123号52单元502室' },
    { ...ZHANG, addressDetail: '文三路12号35栋2单元502室' },
    { ...ZHANG, addressDetail: '文三路123号5/2/502' },
    { ...ZHANG, addressDetail: '文三路123号5/2502' },
    { ...ZHANG, addressDetail: '文三路123号52502' },
  ].map(print)
  assert.ok(all.every((text) => text !== null))
  assert.equal(new Set(all).size, all.length)
})

test('INV-REG-1, OP-MS-3: what is unknown or masked has no fingerprint, so it equals nothing', () => {
  const unknown: Partial<Record<keyof Receiver, (string | null | undefined)[]>> = {
    name: [null, undefined, '', '  ', '张*', '张**', '＊＊'],
    phone: [null, undefined, '', '0', '00000000000', '138****5678', '*******5678', '12', '无'],
    addressDetail: [null, undefined, '', '  ', ',', '文三路***', '****', '文三路■■■'],
    districtCode: [null, undefined],
  }
  for (const [key, values] of Object.entries(unknown)) {
    for (const value of values) {
      assert.equal(print({ ...ZHANG, [key]: value }), null, `${key} = ${String(value)}`)
    }
  }
})

test('property: two receivers with one fingerprint agree in every part', () => {
  const some = <T>(...values: T[]) => fc.constantFrom(...values)
  const receiver = fc.record({
    name: some('张三', '張三', '李四', '张*', null),
    phone: some('13812345678', '+8613812345678', '138****5678', '13900000000', ''),
    addressDetail: some('文三路1号2栋', '文三路1号2幢', '文三路12栋', '文三路***', null),
    districtCode: some('330106', '330109', null),
  })
  fc.assert(
    fc.property(receiver, receiver, (a, b) => {
      const [first, second] = [print(a), print(b)]
      if (first === null || first !== second) return
      assert.equal(a.districtCode, b.districtCode)
      assert.equal(normalisePhone(a.phone).value, normalisePhone(b.phone).value)
      assert.equal(comparableDetail(a.addressDetail), comparableDetail(b.addressDetail))
      assert.ok([a.name, b.name].every((name) => name !== null && !name.includes('*')))
    }),
    { numRuns: 3000 },
  )
})

test('AC-4.2-4: an encrypted id compares within platform, seller, app and natural week only', () => {
  const issuedAt = instant('2026-11-23T01:00:00+08:00')
  const oaid = { platform: 'taobao', shopId: 's1', id: '1AbC', issuedAt }
  const of = (other: Partial<NonNullable<Receiver['encrypted']>>) =>
    print({ ...ZHANG, encrypted: { ...oaid, ...other } })
  const first = of({})
  assert.match(first ?? '', /^o1\./)
  assert.equal(print({ encrypted: oaid }), first, 'plain text beside it does not matter')
  assert.equal(of({ issuedAt: instant('2026-11-29T23:59:00+08:00') }), first)
  for (const other of [
    { issuedAt: instant('2026-11-30T00:00:00+08:00') },
    { issuedAt: instant('2026-11-22T23:59:00+08:00') },
    { shopId: 's2' },
    { platform: 'jd' },
    { app: 'other' },
    { id: '1abc' },
  ]) {
    assert.notEqual(of(other), first, JSON.stringify(other))
  }
  assert.equal(of({ issuedAt: null }), null)
  assert.equal(of({ id: ' ' }), null)
  assert.equal(naturalWeek(instant('2026-11-25T00:00:00Z')), '2026-11-23')
  assert.equal(naturalWeek(instant('2026-11-29T16:00:00Z')), '2026-11-30')
})

test('telephone numbers in one form each', () => {
  for (const [text, kind, value] of [
    ['13812345678', 'mobile', '13812345678'],
    ['+86-138 1234 5678', 'mobile', '13812345678'],
    ['0086 13812345678', 'mobile', '13812345678'],
    ['8613812345678', 'mobile', '13812345678'],
    ['13812345678-1234', 'privacy', '13812345678-1234'],
    ['13812345678转1234', 'privacy', '13812345678-1234'],
    ['13812345678,1234', 'privacy', '13812345678-1234'],
    ['0571-88887777', 'landline', '0571-88887777'],
    ['057188887777', 'landline', '0571-88887777'],
    ['(0571)88887777', 'landline', '0571-88887777'],
    ['0571-88887777-801', 'landline', '0571-88887777-801'],
    ['010 88887777', 'landline', '010-88887777'],
    ['+86 571 88887777', 'landline', '0571-88887777'],
    ['400-810-0000', 'service', '4008100000'],
    ['+1 415 555 0199', 'foreign', '+14155550199'],
    ['+852 2345 6789', 'foreign', '+85223456789'],
    ['138****5678', 'masked', '138****5678'],
    ['88887777', 'other', '88887777'],
    ['', 'none', ''],
    ['000000', 'none', ''],
    ['无', 'none', ''],
  ] as const) {
    assert.deepEqual(normalisePhone(text), { kind, value }, text)
  }
})
