// What a platform must be able to do for us, in as few words as all platforms share (mission §4.13, platforms.md §0.3). A connector only
// speaks: when to call, what to remember and what to believe is decided once for all of them in this module.
import type { Bilingual } from '#kernel/errors.ts'
import type { Layout } from '#modules/layouts'

export const KINDS = ['orders', 'aftersales'] as const

export type Kind = (typeof KINDS)[number]

export interface Capabilities {
  /** What can be pulled by time of modification. */
  readonly pulls: readonly Kind[]
  readonly bills: boolean
  /** Whether a stock figure is set as such, or only counted up and down after the newest version. */
  readonly stock: 'absolute' | 'increment' | null
  readonly prices: boolean
  readonly listings: boolean
  readonly shipments: boolean
  /** Agreeing to a refund. */
  readonly refunds: boolean
  /** Asking the buyer for a later day. */
  readonly dates: boolean
  /** Opening receivers that are shown masked. */
  readonly decode: boolean
  readonly pushes: boolean
}

/** Who calls, and how the platform is reached. `platformNow` is our clock put right by theirs. */
export interface Reach {
  readonly address: string
  readonly remoteShop: string
  readonly appKey: string
  readonly timeZone: string
  readonly credentials: Credentials
  platformNow(): Date
}

export interface Credentials {
  readonly secret: string
  /** Null until the first call. */
  readonly tokens: Tokens | null
}

export interface Tokens {
  readonly access: string
  readonly refresh: string
  /** Milliseconds of the platform's clock. */
  readonly expiresAt: number
}

/** A list says who changed and when; what changed is read afterwards. */
export interface Head {
  readonly no: string
  readonly modifiedAt: Date
  readonly amountMinor: bigint
}

export interface HeadPage {
  readonly heads: readonly Head[]
  /** Null after the last page. */
  readonly next: string | null
}

export interface Window {
  readonly from: Date
  /** Not included. */
  readonly until: Date
}

/** One record as rows of the connector's layout: field → cell, as a file would have it. */
export interface Detail {
  readonly no: string
  readonly modifiedAt: Date
  readonly rows: readonly Readonly<Record<string, string>>[]
}

export interface StockFigure {
  readonly platformItem: string
  readonly platformSku: string
  readonly qty: bigint
  /** Counts up; the platform keeps the figure of the highest. */
  readonly version: bigint
}

/** What the platform shows, and the version it last took. */
export interface ShownStock {
  readonly qty: bigint
  readonly version: bigint
}

export interface StockChange {
  readonly platformItem: string
  readonly platformSku: string
  readonly delta: bigint
  /** Done only while this is the newest version over there; else refused, and nothing changes. */
  readonly after: bigint
  readonly version: bigint
}

export interface PriceFigure {
  readonly platformItem: string
  readonly platformSku: string
  readonly priceMinor: bigint
  readonly version: bigint
}

export interface ListingFigure {
  readonly platformItem: string
  readonly platformSku: string
  readonly title: string
  readonly isOnSale: boolean
  readonly version: bigint
}

/** A line of the shop's account; what goes out is below zero. */
export interface BillLine {
  readonly no: string
  readonly orderNo: string
  readonly kind: 'income' | 'refund' | 'commission' | 'other'
  readonly word: string
  readonly amountMinor: bigint
  readonly at: Date
}

export interface BillPage {
  readonly lines: readonly BillLine[]
  readonly next: string | null
}

/** What a receiver is opened for; a platform gives as much as the scene needs, and keeps a log. */
export const SCENES = ['waybill', 'after_sale', 'care'] as const

export type Scene = (typeof SCENES)[number]

export interface Receiver {
  readonly name: string
  readonly phone: string
  readonly address: string
}

export interface Parcel {
  readonly orderNo: string
  readonly carrier: string
  readonly waybill: string
}

export interface PushMessage {
  readonly id: string
  readonly tag: string
  readonly kind: Kind
  readonly no: string
}

/** Calls of one shop. Every method is one call and throws `CallFailed`; none of them waits or tries again by itself. */
export interface Session {
  clock(): Promise<Date>
  /** By the refresh token where there is one, else anew. */
  newTokens(): Promise<Tokens>
  heads(kind: Kind, window: Window, cursor: string | null): Promise<HeadPage>
  details(kind: Kind, nos: readonly string[]): Promise<readonly Detail[]>
  bills(window: Window, cursor: string | null): Promise<BillPage>
  setStock(figure: StockFigure): Promise<void>
  stockShown(offer: { platformItem: string; platformSku: string }): Promise<ShownStock>
  addStock(change: StockChange): Promise<ShownStock>
  setPrice(figure: PriceFigure): Promise<void>
  setListing(figure: ListingFigure): Promise<void>
  ship(parcel: Parcel): Promise<void>
  agreeRefund(refund: { aftersaleNo: string; amountMinor: bigint }): Promise<void>
  /** Asking twice for the same day is asking once. */
  askDate(asked: { orderNo: string; shipBy: Date }): Promise<void>
  decode(orderNo: string, scene: Scene): Promise<Receiver | null>
}

export interface Connector {
  readonly id: string
  readonly name: Bilingual
  readonly capabilities: Capabilities
  /** Calls a second, and how many may come at once after a rest. */
  readonly rate: { readonly perSecond: number; readonly burst: number }
  /** First wait after a failed call; it doubles. */
  readonly backOffMs: number
  readonly longestWindowMs: number
  /** How far back a new link reads. */
  readonly remembersMs: number
  readonly mostDetails: number
  readonly layouts: Readonly<Record<Kind, Layout>>
  open(reach: Reach): Session
  /** Null when the signature is wrong. Throws nothing else than a ZodError for a body that is not one of theirs. */
  readPush(
    app: { readonly appKey: string; readonly secret: string },
    headers: Readonly<Record<string, unknown>>,
    body: string,
  ): readonly PushMessage[] | null
}

/**
 * Why a call failed, as far as it decides what to do next.
 *   throttled  not done; wait and ask again
 *   token      not done; take new tokens and ask again
 *   clock      not done; our clock and theirs are too far apart: look at theirs and ask again
 *   unknown    the answer is missing: it may have been done
 *   refused    the platform says no, and why
 */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly kind: 'throttled' | 'token' | 'clock' | 'unknown' | 'refused'
  readonly retryAfterMs: number | null

  constructor(kind: CallFailed['kind'], message: string, retryAfterMs: number | null = null) {
    super(message)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}
