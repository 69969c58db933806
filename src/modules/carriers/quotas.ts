// What contracts promise a site's services, written as a whole so that shares are judged together.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { invalid } from '#kernel/errors.ts'
import { todayAt } from './decide.ts'

export interface Share {
  readonly serviceId: string
  readonly sharePpm: number
}

const WHOLE = 1_000_000

export async function readQuotas(db: Db, siteId: string) {
  const month = (await todayAt(db, siteId)).slice(0, 7)
  const { rows } = await sql<{
    serviceId: string
    name: string
    sharePpm: number
    carried: bigint
  }>`
    select q.service_id as "serviceId", c.name || ' ' || s.name as name, q.share_ppm as "sharePpm",
      coalesce(n.parcels, 0) as carried
    from carriers.quotas q join carriers.services s on s.id = q.service_id join carriers.carriers c on c.id = s.carrier_id
    left join carriers.quota_counts n on n.site_id = q.site_id and n.service_id = q.service_id and n.month = ${month}
    where q.site_id = ${siteId} order by q.share_ppm desc, c.code, s.code`.execute(db)
  return { month, items: rows }
}

export async function setQuotas(
  tx: Tx,
  actor: Actor,
  siteId: string,
  shares: readonly Share[],
): Promise<void> {
  const sum = shares.reduce((total, { sharePpm }) => total + sharePpm, 0)
  if (shares.length > 0 && (sum !== WHOLE || shares.length < 2)) {
    throw invalid([
      {
        path: 'shares',
        code: 'carriers.shares',
        zh: `至少两个产品,比例合计要是 100%,现在是 ${sum / 10_000}%`,
        en: `at least two services whose shares add up to 100 %; they are ${sum / 10_000} %`,
      },
    ])
  }
  await sql`select 1 from places.sites where id = ${siteId} for update`.execute(tx)
  const before = await readQuotas(tx, siteId)
  await sql`delete from carriers.quotas where site_id = ${siteId}`.execute(tx)
  for (const { serviceId, sharePpm } of shares) {
    await sql`
      insert into carriers.quotas (site_id, service_id, share_ppm) values (${siteId}, ${serviceId}, ${sharePpm})`.execute(
      tx,
    )
  }
  await recordAudit(tx, actor, {
    action: 'carriers.quotas.set',
    subjectType: 'site',
    subjectId: siteId,
    before: before.items,
    after: shares,
  })
}
