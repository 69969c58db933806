// The channels there are: what shops sell through, and what rules and quotas name beside them.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'

export interface Channel {
  readonly channel: string
  /** Names of the shops that sell through it; empty: only rules or quotas name it. */
  readonly shops: readonly string[]
}

/** A shop without a channel of its own is one, by its code: so its stock is published and its orders promise. */
export async function listChannels(db: Db): Promise<readonly Channel[]> {
  const { rows } = await sql<Channel>`
    with named as (
      select coalesce(nullif(channel, ''), code) as channel, name as shop from shops.shops where active
      union all select channel, null from inventory.safety_rules where channel <> ''
      union all select channel, null from inventory.channel_shares
      union all select channel, null from inventory.reservations where kind = 'QUOTA' and channel <> '')
    select channel, coalesce(array_agg(shop order by shop) filter (where shop is not null), '{}') as shops
    from named group by channel order by count(shop) = 0, channel`.execute(db)
  return rows
}
