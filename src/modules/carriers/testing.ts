// What tests of carriers make before they begin.
import assert from 'node:assert/strict'
import { runChecks } from '#kernel/checks.ts'
import { newId } from '#kernel/ids.ts'
import type { Answer, Caller, TestApp } from '#test/app.ts'
import { checks } from './checks.ts'

export const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

export const CARRIER = {
  port: 'own',
  address: '',
  apiAccount: '',
  apiCode: '',
  numberPrefix: '',
  active: true,
}
export const SERVICE = {
  divisor: 6000,
  maxGrams: 30_000,
  maxSideMm: 1200,
  forbids: [],
  latePpm: 0,
  claimPpm: 0,
  pickupHours: 24,
  stallHours: 48,
  deliveryHours: 24,
  active: true,
}
export const tariff = (firstMinor: string, days: number, own: object = {}) => ({
  siteId: null,
  name: '合同价',
  validFrom: '2026-01-01',
  validTo: null,
  source: '合同 2026',
  verified: true,
  stepGrams: 100,
  heavyFromGrams: null,
  heavyStepGrams: null,
  zones: [
    {
      name: '全国',
      regions: ['000000'],
      firstGrams: 1000,
      firstMinor,
      addGrams: 1000,
      addMinor: '100',
      days,
    },
  ],
  surcharges: [],
  ...own,
})
export const RECEIVER = {
  name: '王小明',
  phone: '13800001111',
  division: '广东省 广州市 天河区',
  address: '体育西路1号',
}

export interface Choice {
  readonly serviceId: string | null
  readonly because: { readonly code: string; readonly zh: string }
  readonly judged: {
    serviceId: string
    blocked: { code: string }[]
    lost: { code: string } | null
    expectedMinor: string
  }[]
}

const ok = <T>(answer: Answer<T>): T => {
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

/** A carrier with one service, price list and account of its own. */
const buildCarrier =
  (planner: Caller) =>
  async (
    own: {
      code?: string
      firstMinor?: string
      days?: number
      carrier?: object
      service?: object
      account?: object | null
      tariff?: object
    } = {},
  ) => {
    const code = own.code ?? `C${newId().slice(-9).toUpperCase().replaceAll('-', '')}`
    const { id } = ok(
      await planner.post<{ id: string }>('/api/carriers', {
        ...CARRIER,
        code,
        name: code,
        ...own.carrier,
      }),
    )
    const service = ok(
      await planner.post<{ id: string }>(`/api/carriers/${id}/services`, {
        ...SERVICE,
        code: 'STD',
        name: '标快',
        ...own.service,
      }),
    )
    ok(
      await planner.post(
        `/api/carriers/services/${service.id}/tariffs`,
        tariff(own.firstMinor ?? '500', own.days ?? 2, own.tariff),
      ),
    )
    const account =
      own.account === null
        ? null
        : ok(
            await planner.post<{ id: string }>(`/api/carriers/${id}/accounts`, {
              branchCode: 'HZ01',
              name: '杭州一部',
              siteId: null,
              metered: true,
              lowAt: 10,
              active: true,
              ...own.account,
            }),
          )
    return { id, code, serviceId: service.id, accountId: account?.id ?? '' }
  }

/** The API with who may set up (planner) and who ships (packer), and what most tests make first. */
export async function openCarriers(app: TestApp) {
  const planner = await app.as('planner')
  const packer = await app.as('warehouse')
  const build = buildCarrier(planner)
  const shipment = (siteId: string, own: object = {}) => ({
    orderRef: `SO-${newId().slice(-8)}`,
    shipmentRef: `SH-${newId()}`,
    siteId,
    region: '440106',
    receiver: RECEIVER,
    pieces: [{ grams: 900, sidesMm: null, contents: '保温杯 ×2' }],
    ...own,
  })
  const make = async (siteId: string, own: object = {}) =>
    ok(
      await packer.post<{ parcelIds: string[]; choice: Choice }>(
        '/api/parcels',
        shipment(siteId, own),
      ),
    )
  const draw = (id: string) => packer.post<{ numbers: string[] }>(`/api/parcels/${id}/draw`)
  const parcel = async (id: string) =>
    ok(
      await packer.get<{
        status: string
        waybillNo: string | null
        carrier: string
        trackState: string
        cases: string[]
        openCases: { id: string; version: number }[]
        steps: { event: string }[]
      }>(`/api/parcels/${id}`),
    )
  const assertSound = async () =>
    assert.deepEqual(
      (await runChecks(app.services.db, checks)).flatMap(({ violations }) => violations),
      [],
    )
  return { app, planner, packer, ok, build, shipment, make, draw, parcel, assertSound }
}

export type CarriersRig = Awaited<ReturnType<typeof openCarriers>>
