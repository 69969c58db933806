// How a carrier is spoken to. One port, two ways: over an API (kdniao-port.ts), or not at all, when we number and print
// labels ourselves (own-port.ts). A key names what is asked for: asking again with the same key never draws a second number.
import type { Services } from '#kernel/services.ts'
import type { Receiver } from './receiver.ts'

export interface Reach {
  readonly services: Services
  readonly carrierId: string
  readonly address: string
  readonly apiAccount: string
  readonly apiCode: string
  readonly key: string
}

export interface DrawRequest {
  /** The parcel; the parent when there are several. */
  readonly key: string
  readonly branchCode: string
  readonly parcels: number
  readonly receiver: Receiver
  readonly sender: string
  readonly contents: string
  readonly grams: number
}

/** What the carrier sorts by: printed large on the label. */
export interface Routing {
  readonly mark: string
  readonly sorting: string
  readonly hub: string
}

export interface Drawn {
  /** One a parcel, the parent's first. */
  readonly numbers: readonly string[]
  readonly routing: Routing
}

export const TRACK_STATES = [
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
  'damaged',
  'lost',
  'rejected',
  'returning',
  'returned',
] as const
export type TrackState = (typeof TRACK_STATES)[number]

export interface TrackWord {
  readonly waybillNo: string
  readonly at: Date
  readonly state: TrackState
  readonly text: string
  readonly place: string
}

export interface Push {
  readonly words: readonly TrackWord[]
  /** What the carrier wants to hear. */
  readonly answer: Readonly<Record<string, unknown>>
}

export interface CarrierPort {
  draw(reach: Reach, request: DrawRequest): Promise<Drawn>
  cancel(reach: Reach, request: { readonly key: string; readonly waybillNo: string }): Promise<void>
  /** Null when the signature is wrong. Throws on what cannot be read. */
  readPush(reach: Omit<Reach, 'services'>, body: string): Push | null
}

/**
 * A call that did not end in yes. `refused`: not done, and no reason to ask again as it is; `unknown`: may have
 * been done, so that only asking again tells.
 */
export class CarrierCallFailed extends Error {
  override readonly name = 'CarrierCallFailed'
  readonly kind: 'refused' | 'unknown'

  constructor(kind: 'refused' | 'unknown', message: string) {
    super(message)
    this.kind = kind
  }
}
