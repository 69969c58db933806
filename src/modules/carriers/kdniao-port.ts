// Carriers behind an aggregator that speaks as KDNiao does: form fields, JSON in RequestData, DataSign = base64(md5 hex(RequestData + key)).
// Request types 1007 (number), 1147 (cancel), pushes of type 101 and 102. The message shapes are the public ones.
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { fromWallClock } from '#kernel/time.ts'
import {
  CarrierCallFailed,
  type CarrierPort,
  type Push,
  type Reach,
  type TrackState,
} from './port.ts'

/** A slow carrier is no dead one. */
const TIMEOUT_MS = 20_000

/** Times of Chinese carriers carry no zone. */
const ZONE = 'Asia/Shanghai'

const DONE = '100'
/** This OrderCode has its number already; the answer says which. */
const ALREADY = '106'

const ORDER = z.object({
  LogisticCode: z.string().min(1),
  MarkDestination: z.string().default(''),
  SortingCode: z.string().default(''),
  PackageName: z.string().default(''),
})

const SAID = z.object({
  Success: z.boolean(),
  ResultCode: z.string().default(''),
  Reason: z.string().default(''),
  Order: ORDER.optional(),
  SubOrders: z.array(z.string()).default([]),
})

export function sign(requestData: string, key: string): string {
  const hex = createHash('md5')
    .update(requestData + key)
    .digest('hex')
  return Buffer.from(hex).toString('base64')
}

async function call(
  reach: Reach,
  requestType: string,
  data: unknown,
): Promise<z.output<typeof SAID>> {
  const requestData = JSON.stringify(data)
  let answer: Response
  let text: string
  try {
    answer = await fetch(reach.address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        RequestData: requestData,
        EBusinessID: reach.apiAccount,
        RequestType: requestType,
        DataSign: sign(requestData, reach.key),
        DataType: '2',
      }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    text = await answer.text()
  } catch (error) {
    throw new CarrierCallFailed('unknown', `没有回音 · no answer: ${(error as Error).message}`)
  }
  if (answer.status >= 500 || answer.status === 429) {
    throw new CarrierCallFailed('unknown', `HTTP ${answer.status}`)
  }
  try {
    return SAID.parse(JSON.parse(text))
  } catch {
    throw new CarrierCallFailed(
      'unknown',
      `看不懂的回答 · an answer that cannot be read (HTTP ${answer.status})`,
    )
  }
}

export const kdniaoPort: CarrierPort = {
  async draw(reach, request) {
    const said = await call(reach, '1007', {
      OrderCode: request.key,
      ShipperCode: reach.apiCode,
      CustomerName: request.branchCode,
      PayType: 3,
      ExpType: 1,
      Quantity: request.parcels,
      Weight: request.grams / 1000,
      Sender: { Name: request.sender },
      Receiver: {
        Name: request.receiver.name,
        Mobile: request.receiver.phone,
        Area: request.receiver.division,
        Address: request.receiver.address,
      },
      Commodity: [{ GoodsName: request.contents || '商品', Goodsquantity: 1 }],
    })
    const { Order: order } = said
    if (!order || !(said.Success || said.ResultCode === ALREADY)) {
      throw new CarrierCallFailed('refused', `${said.ResultCode} ${said.Reason}`.trim())
    }
    return {
      numbers: [order.LogisticCode, ...said.SubOrders],
      routing: {
        mark: order.MarkDestination,
        sorting: order.SortingCode,
        hub: order.PackageName,
      },
    }
  },
  async cancel(reach, { key, waybillNo }) {
    const said = await call(reach, '1147', {
      OrderCode: key,
      ShipperCode: reach.apiCode,
      ExpNo: waybillNo,
    })
    if (!said.Success && said.ResultCode !== DONE) {
      throw new CarrierCallFailed('refused', `${said.ResultCode} ${said.Reason}`.trim())
    }
  },
  readPush,
}

const PUSH = z.object({
  Data: z.array(
    z.object({
      LogisticCode: z.string(),
      Traces: z
        .array(
          z.object({
            AcceptTime: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
            AcceptStation: z.string(),
            Location: z.string().nullish(),
            Action: z.string().nullish(),
          }),
        )
        .default([]),
    }),
  ),
})

function readPush(reach: Omit<Reach, 'services'>, body: string): Push | null {
  const form = new URLSearchParams(body)
  const requestData = form.get('RequestData') ?? ''
  const [given, right] = [
    Buffer.from(form.get('DataSign') ?? ''),
    Buffer.from(sign(requestData, reach.key)),
  ]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const { Data } = PUSH.parse(JSON.parse(requestData))
  return {
    words: Data.flatMap(({ LogisticCode, Traces }) =>
      Traces.map((trace) => ({
        waybillNo: LogisticCode,
        at: fromWallClock(trace.AcceptTime.replace(' ', 'T'), ZONE),
        state: stateOf(trace.Action ?? ''),
        text: trace.AcceptStation,
        place: trace.Location ?? '',
      })),
    ),
    answer: { EBusinessID: reach.apiAccount, Success: true, Reason: '' },
  }
}

/** StateEx of the public table; what it does not know is still a sign of life. */
const STATES: Readonly<Record<string, TrackState>> = {
  1: 'picked_up',
  202: 'out_for_delivery',
  3: 'delivered',
  301: 'delivered',
  302: 'delivered',
  304: 'delivered',
  311: 'delivered',
  404: 'rejected',
  406: 'returned',
  407: 'returning',
  414: 'damaged',
}

function stateOf(action: string): TrackState {
  return STATES[action] ?? (/^4/.test(action) ? 'exception' : 'in_transit')
}
