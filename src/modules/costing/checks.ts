// What must hold between the values and the ledger they are made from.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

export const checks: readonly Check[] = [
  {
    id: 'C1',
    zh: '库存金额等于入库减出库,先进先出各层之和与移动平均的数量一致',
    en: 'Stock value is what came in less what went out; FIFO layers hold as much as the moving average',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          with booked as (
            select sku_id, owner_id, sum(qty)::bigint as qty, sum(average_minor)::bigint as average,
              sum(fifo_minor)::bigint as fifo from costing.entries group by 1, 2),
          layered as (
            select sku_id, owner_id, sum(qty_left)::bigint as qty, sum(value_left)::bigint as fifo
            from costing.layers group by 1, 2)
          select sku_id, owner_id, p.qty, b.qty as booked_qty, l.qty as layered_qty, p.value_minor, b.average as booked_value,
            b.fifo as booked_fifo, l.fifo as layered_fifo
          from costing.positions p full join booked b using (sku_id, owner_id) full join layered l using (sku_id, owner_id)
          where (p.qty, p.qty, p.value_minor, b.fifo) is distinct from (b.qty, l.qty, b.average, l.fifo) limit 100`.execute(
          db,
        )
      ).rows,
  },
  {
    id: 'C2',
    zh: '每笔进出仓墙的流水都有金额,且数量一致(一小时内的除外)',
    en: 'Every move across the walls has its value, and the same quantity (except of the last hour)',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select m.sku_id, m.id as move_id, m.qty, e.qty as valued_qty
          from inventory.moves m
          join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
          left join costing.entries e on e.sku_id = m.sku_id and e.move_id = m.id
          where f.is_real <> t.is_real and abs(e.qty) is distinct from m.qty
            and not (e.qty is null and m.recorded_at > now() - interval '1 hour')
          limit 100`.execute(db)
      ).rows,
  },
]
