// Figures a platform is told – stock, prices, listings – of which only the newest is ever sent (INV-CONN-4). An absolute figure
// with its version may be sent as often as one likes. A platform that only counts up and down is read first: the change is what
// we want less what it shows, and it holds only after the version that was read, so that an answer that got lost never counts
// twice.
import { sql } from 'kysely'
import { CallFailed, type StockFigure } from './connector.ts'
import type { OpenLink } from './links.ts'

/** So many figures a poll; the next poll goes on. */
const MOST_FIGURES = 500

export async function sendStock(open: OpenLink): Promise<void> {
  const { services, link, connector } = open
  const { rows } = await sql<StockFigure>`
    select platform_item as "platformItem", platform_sku as "platformSku", qty, version from connectors.stock
    where shop_id = ${link.shopId} and sent_version < version and problem = ''
    order by wanted_at, platform_item, platform_sku limit ${MOST_FIGURES}`.execute(services.db)
  const isCounted = connector.capabilities.stock === 'increment'
  for (const figure of rows) {
    const problem = await refusalOf(() =>
      isCounted
        ? countTo(open, figure)
        : open.call((session) => session.setStock(figure)).then(() => figure.qty),
    )
    await sql`
      update connectors.stock set
        sent_version = case when ${problem.text} = '' then greatest(sent_version, ${figure.version}) else sent_version end,
        sent_at = case when ${problem.text} = '' then clock_timestamp() else sent_at end,
        shown_qty = coalesce(${problem.done}::bigint, shown_qty),
        problem = case when version = ${figure.version} then ${problem.text} else problem end
      where shop_id = ${link.shopId} and platform_item = ${figure.platformItem} and platform_sku = ${figure.platformSku}`.execute(
      services.db,
    )
  }
}

/** Somebody else counts there too: read and count again so often, then leave it to the next poll. */
const MOST_ROUNDS = 6

/** A platform that counts: from what it shows now to what we want. Answers what it showed in the end. */
export async function countTo(open: OpenLink, figure: StockFigure): Promise<bigint> {
  const { platformItem, platformSku, qty, version } = figure
  for (let round = 1; ; round++) {
    const shown = await open.call((session) => session.stockShown({ platformItem, platformSku }))
    if (shown.version >= version) return shown.qty
    const change = {
      platformItem,
      platformSku,
      delta: qty - shown.qty,
      after: shown.version,
      version,
    }
    try {
      return (await open.call((session) => session.addStock(change), { once: true })).qty
    } catch (error) {
      // Whatever was answered: the version over there says whether it was done.
      if (!(error instanceof CallFailed) || round >= MOST_ROUNDS) throw error
    }
  }
}

type Sent<T> = { readonly text: string; readonly done: T | null }

async function refusalOf<T>(send: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { text: '', done: await send() }
  } catch (error) {
    if (!(error instanceof CallFailed) || error.kind !== 'refused') throw error
    return { text: error.message.slice(0, 500), done: null }
  }
}

interface Want {
  readonly platformItem: string
  readonly platformSku: string
  readonly version: bigint
  readonly value: {
    readonly priceMinor?: string
    readonly title?: string
    readonly isOnSale?: boolean
  }
}

export const sendPrices = (open: OpenLink): Promise<void> =>
  sendWants(open, 'prices', ({ value, ...of }) =>
    open.call((session) =>
      session.setPrice({ ...of, priceMinor: BigInt(value.priceMinor ?? '0') }),
    ),
  )

export const sendListings = (open: OpenLink): Promise<void> =>
  sendWants(open, 'listings', ({ value, ...of }) =>
    open.call((session) =>
      session.setListing({
        ...of,
        title: value.title ?? '',
        isOnSale: value.isOnSale ?? false,
      }),
    ),
  )

async function sendWants(
  { services, link }: OpenLink,
  kind: 'prices' | 'listings',
  send: (want: Want) => Promise<void>,
): Promise<void> {
  const { rows } = await sql<Want>`
    select platform_item as "platformItem", platform_sku as "platformSku", version, value from connectors.wants
    where shop_id = ${link.shopId} and kind = ${kind} and sent_version < version and problem = ''
    order by wanted_at, platform_item, platform_sku limit ${MOST_FIGURES}`.execute(services.db)
  for (const want of rows) {
    const { text } = await refusalOf(() => send(want))
    await sql`
      update connectors.wants set
        sent_version = case when ${text} = '' then greatest(sent_version, ${want.version}) else sent_version end,
        sent_at = case when ${text} = '' then clock_timestamp() else sent_at end,
        problem = case when version = ${want.version} then ${text} else problem end
      where shop_id = ${link.shopId} and kind = ${kind} and platform_item = ${want.platformItem}
        and platform_sku = ${want.platformSku}`.execute(services.db)
  }
}
