// What has changed, by time of modification (platforms.md §0.3 rule 1): windows that overlap, page by page, every page only marks.
import { sql } from 'kysely'
import { addMs, instant } from '#kernel/time.ts'
import type { HeadPage, Kind, Window } from './connector.ts'
import type { OpenLink } from './links.ts'
import { markHeard } from './marks.ts'

/** Lists run behind: what changed in the last minute may not be in them yet. */
const NOT_YET_MS = 60_000

/** What came into the list after its window was read is found by the next one. */
const OVERLAP_MS = 5 * 60_000

export const pullKind = (open: OpenLink, kind: Kind): Promise<void> =>
  eachWindow(open, kind, (window) => pullWindow(open, kind, window))

/** From where the last poll ended to almost now, in windows as long as the platform allows. */
export async function eachWindow(
  open: OpenLink,
  kind: Kind | 'bills',
  pull: (window: Window) => Promise<void>,
): Promise<void> {
  const { connector, link, services } = open
  const until = addMs(open.platformNow(), -NOT_YET_MS)
  const before = await readUntil(open, kind)
  let from = before === null ? addMs(until, -connector.remembersMs) : addMs(before, -OVERLAP_MS)
  while (from < until) {
    const end = instant(Math.min(from.getTime() + connector.longestWindowMs, until.getTime()))
    await pull({ from, until: end })
    // Only now: after a crash the window is read again.
    await sql`
      insert into connectors.cursors (shop_id, kind, read_until) values (${link.shopId}, ${kind}, ${end})
      on conflict (shop_id, kind) do update set read_until = greatest(cursors.read_until, excluded.read_until)`.execute(
      services.db,
    )
    from = end
  }
}

async function pullWindow(open: OpenLink, kind: Kind, window: Window): Promise<void> {
  const { link, services } = open
  let cursor: string | null = null
  do {
    const at: string | null = cursor
    const page: HeadPage = await open.call((session) => session.heads(kind, window, at))
    if (page.heads.length > 0)
      await services.db.transaction().execute((tx) => markHeard(tx, link.shopId, kind, page.heads))
    cursor = page.next
  } while (cursor !== null)
}

async function readUntil({ services, link }: OpenLink, kind: Kind | 'bills'): Promise<Date | null> {
  const { rows } = await sql<{ readUntil: Date }>`
    select read_until as "readUntil" from connectors.cursors where shop_id = ${link.shopId} and kind = ${kind}`.execute(
    services.db,
  )
  return rows[0]?.readUntil ?? null
}
