// A carrier to rehearse on, in the public message forms of KDNiao: numbers (1007), cancelling (1147), tracking pushed as 101, all
// signed. Faults by seed: calls fail before and *after* they took effect, pushes come twice, late, out of order, or not at all.
import { createHash, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { z } from 'zod'
import { type Chance, chanceOf } from './random.ts'

export interface CarrierOptions {
  readonly port?: number
  readonly seed: string
  /** 0 never fails, 2 fails twice as often. */
  readonly chaos: number
  readonly startedAt: number
}

interface Waybill {
  readonly orderCode: string
  readonly shipper: string
  readonly numbers: readonly string[]
  /** How often this order was asked for, and how often it got numbers: the second is one. */
  asked: number
  drawn: number
  cancelled: boolean
  pickedUp: boolean
  traces: Trace[]
}

interface Trace {
  readonly at: number
  readonly station: string
  readonly location: string
  readonly action: string
}

export interface CarrierSandbox extends AsyncDisposable {
  readonly url: string
  readonly account: string
  readonly key: string
  readonly waybills: ReadonlyMap<string, Waybill>
  readonly faults: Readonly<Record<string, number>>
  /** Send what was said of parcels to this address from now on. */
  pushTo(url: string | null): void
  /** Everything drawn and not cancelled travels one leg; pushes go out with their faults. */
  travel(hours: number): Promise<void>
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
export const dataSign = (requestData: string, key: string): string =>
  Buffer.from(md5(requestData + key)).toString('base64')

const CALL = z.object({
  RequestData: z.string().max(100_000),
  EBusinessID: z.string(),
  RequestType: z.string(),
  DataSign: z.string(),
})

const ORDER = z.object({
  OrderCode: z.string().min(1).max(60),
  ShipperCode: z.string().min(1).max(20),
  Quantity: z.int().min(1).max(50).default(1),
  Receiver: z.object({
    Name: z.string().min(1),
    Mobile: z.string(),
    Address: z.string().min(1),
    Area: z.string(),
  }),
})
const CANCEL = z.object({ OrderCode: z.string(), ShipperCode: z.string(), ExpNo: z.string() })

/** Places a parcel passes, with the code of what happened there. */
const LEGS: readonly (readonly [action: string, station: string, location: string])[] = [
  ['1', '【杭州市】快件已被揽收', '杭州市'],
  ['204', '【杭州转运中心】已发出,下一站广州', '杭州市'],
  ['201', '快件已到达【广州转运中心】', '广州市'],
  ['202', '派件员正在派件', '广州市'],
  ['301', '已签收,签收人:本人', '广州市'],
]

export async function startCarrier(options: CarrierOptions): Promise<CarrierSandbox> {
  const state = newState(options)
  const app = Fastify({ bodyLimit: 1024 * 1024 })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.post('/api/dist', async (request, reply) => {
    const said = await answerCall(state, request.body)
    return said === null ? reply.code(502).send({ Reason: 'busy' }) : reply.send(said)
  })
  app.get('/truth', () => ({ waybills: [...state.waybills.values()], faults: state.faults }))
  app.post('/admin/push', (request) => {
    state.pushTo = z.object({ url: z.url().nullable() }).parse(request.body).url
    return { url: state.pushTo }
  })
  app.post('/admin/travel', async (request) => {
    await travel(
      state,
      z.object({ hours: z.number().min(0).max(10_000) }).parse(request.body).hours,
    )
    return { now: state.now }
  })
  const url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  return {
    url: `${url}/api/dist`,
    account: state.account,
    key: state.key,
    waybills: state.waybills,
    faults: state.faults,
    pushTo: (to) => void (state.pushTo = to),
    travel: (hours) => travel(state, hours),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

interface State {
  readonly options: CarrierOptions
  readonly account: string
  readonly key: string
  readonly waybills: Map<string, Waybill>
  readonly faults: Record<string, number>
  calls: number
  next: number
  now: number
  pushTo: string | null
  /** Words held back, to come late. */
  late: { waybill: Waybill; trace: Trace }[]
}

const newState = (options: CarrierOptions): State => ({
  options,
  account: `EB${md5(options.seed).slice(0, 8)}`,
  key: md5(`key ${options.seed}`),
  waybills: new Map(),
  faults: {},
  calls: 0,
  next: 1,
  now: options.startedAt,
  pushTo: null,
  late: [],
})

function happens(state: State, chance: Chance, fault: string, perMille: number): boolean {
  const does = chance.perMille(perMille * state.options.chaos)
  if (does) state.faults[fault] = (state.faults[fault] ?? 0) + 1
  return does
}

/** Null: the caller hears nothing of use. */
async function answerCall(state: State, body: unknown): Promise<unknown> {
  state.calls += 1
  const chance = chanceOf(`${state.options.seed}/call/${state.calls}`)
  if (happens(state, chance, 'failed before', 40)) return null
  if (happens(state, chance, 'slow', 20)) await sleep(chance.int(10, 60))
  const said = answerTo(state, body)
  // The number is drawn and the answer lost: the caller must ask again and get the same.
  return happens(state, chance, 'failed after', 120) ? null : said
}

const no = (code: string, reason: string) => ({ Success: false, ResultCode: code, Reason: reason })

function answerTo(state: State, body: unknown): unknown {
  const call = CALL.safeParse(body)
  if (!call.success) return no('101', '缺少必要参数')
  const { RequestData, EBusinessID, RequestType, DataSign } = call.data
  if (EBusinessID !== state.account) return no('102', '用户号不存在')
  const [given, right] = [Buffer.from(DataSign), Buffer.from(dataSign(RequestData, state.key))]
  if (given.length !== right.length || !timingSafeEqual(given, right))
    return no('103', '数据验证失败')
  let data: unknown
  try {
    data = JSON.parse(RequestData)
  } catch {
    return no('104', '格式错误')
  }
  if (RequestType === '1007') return drawFor(state, data)
  return RequestType === '1147' ? cancelFor(state, data) : no('105', '未知的请求类型')
}

function drawFor(state: State, data: unknown): unknown {
  const order = ORDER.safeParse(data)
  if (!order.success) return no('107', `参数错误 ${order.error.issues[0]?.path.join('.')}`)
  const { OrderCode, ShipperCode, Quantity, Receiver } = order.data
  if (/拒收测试/.test(Receiver.Address)) return no('108', '收件地址不在服务范围')
  const known = state.waybills.get(OrderCode)
  if (known) {
    known.asked += 1
    return { ...placed(known), Success: false, ResultCode: '106', Reason: '该订单号已下单成功' }
  }
  const numbers = Array.from(
    { length: Quantity },
    () => `KD${String(state.next++).padStart(11, '0')}`,
  )
  const waybill: Waybill = {
    orderCode: OrderCode,
    shipper: ShipperCode,
    numbers,
    asked: 1,
    drawn: 1,
    cancelled: false,
    pickedUp: false,
    traces: [],
  }
  state.waybills.set(OrderCode, waybill)
  return { ...placed(waybill), Success: true, ResultCode: '100', Reason: '成功' }
}

function placed({ orderCode, shipper, numbers }: Waybill) {
  const digits = md5(orderCode).replace(/\D/g, '').padEnd(7, '0')
  return {
    Order: {
      OrderCode: orderCode,
      ShipperCode: shipper,
      LogisticCode: numbers[0],
      MarkDestination: `${digits.slice(0, 3)}-广州`,
      SortingCode: `${digits.slice(0, 3)} ${digits.slice(3, 5)} ${digits.slice(5, 7)}`,
      PackageName: '广州集包',
    },
    SubOrders: numbers.slice(1),
  }
}

function cancelFor(state: State, data: unknown): unknown {
  const asked = CANCEL.safeParse(data)
  if (!asked.success) return no('107', '参数错误')
  const waybill = state.waybills.get(asked.data.OrderCode)
  if (!waybill?.numbers.includes(asked.data.ExpNo)) return no('109', '单号不存在')
  if (waybill.pickedUp) return no('110', '已揽收,不能取消')
  waybill.cancelled = true
  return { Success: true, ResultCode: '100', Reason: '成功' }
}

async function travel(state: State, hours: number): Promise<void> {
  state.now += hours * 3_600_000
  const words: { waybill: Waybill; trace: Trace }[] = state.late.splice(0)
  for (const waybill of state.waybills.values()) {
    const leg = LEGS[waybill.traces.length]
    if (waybill.cancelled || !leg) continue
    const chance = chanceOf(`${state.options.seed}/${waybill.orderCode}/${waybill.traces.length}`)
    const [action, station, location] = leg
    const trace = { at: state.now, station, location, action }
    waybill.pickedUp = true
    waybill.traces.push(trace)
    const word = { waybill, trace }
    if (happens(state, chance, 'push lost', 30)) continue
    if (happens(state, chance, 'push late', 80)) state.late.push(word)
    else words.push(word)
    if (happens(state, chance, 'push twice', 80)) words.push(word)
  }
  if (state.options.chaos > 0) words.reverse()
  await push(state, words)
}

const two = (n: number) => String(n).padStart(2, '0')

/** Times of Chinese carriers are told on the wall clock of Beijing. */
function beijing(ms: number): string {
  const at = new Date(ms + 8 * 3_600_000)
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
}

async function push(
  state: State,
  words: readonly { waybill: Waybill; trace: Trace }[],
): Promise<void> {
  for (let at = 0; state.pushTo !== null && at < words.length; at += 50) {
    const data = words.slice(at, at + 50).flatMap(({ waybill, trace }) =>
      waybill.numbers.map((number) => ({
        ShipperCode: waybill.shipper,
        LogisticCode: number,
        Success: true,
        State: trace.action.startsWith('3') ? '3' : '2',
        StateEx: trace.action,
        Traces: [
          {
            AcceptTime: beijing(trace.at),
            AcceptStation: trace.station,
            Location: trace.location,
            Action: trace.action,
          },
        ],
      })),
    )
    const requestData = JSON.stringify({
      PushTime: beijing(state.now),
      EBusinessID: state.account,
      Count: String(data.length),
      Data: data,
    })
    await fetch(state.pushTo, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        RequestType: '101',
        RequestData: requestData,
        DataSign: dataSign(requestData, state.key),
      }).toString(),
    }).catch(() => undefined)
  }
}
