// What must hold of accounts and waybills at any time.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

export const checks: readonly Check[] = [
  {
    id: 'K1',
    zh: '网点单号余额等于充值、取号、退回之和',
    en: 'The balance of every branch account is the sum of what was bought, drawn and given back',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select a.id, a.balance, coalesce(sum(e.qty), 0) as booked
          from carriers.accounts a left join carriers.account_entries e on e.account_id = a.id
          group by a.id having a.balance <> coalesce(sum(e.qty), 0) limit 100`.execute(db)
      ).rows,
  },
  {
    id: 'K2',
    zh: '每张面单的状态等于它最后一步,步骤首尾相接',
    en: 'Every waybill is where its last step left it, and each step begins where the one before ended',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          with steps as (
            select parcel_id, n, was, is_now, lag(is_now, 1, 'NONE') over w as before,
              row_number() over (partition by parcel_id order by n desc) as back
            from carriers.parcel_steps window w as (partition by parcel_id order by n))
          select p.id, p.status, s.n, s.was, s.is_now from carriers.parcels p left join steps s on s.parcel_id = p.id
          where (s.n is null and p.status <> 'NONE') or s.was <> s.before or (s.back = 1 and s.is_now <> p.status) limit 100`.execute(
          db,
        )
      ).rows,
  },
]
