// What must hold of the clocks, asked of the whole database.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

export const checks: readonly Check[] = [
  {
    id: 'K1',
    zh: '没有暂停的时钟:到点时间是各来源里最早的',
    en: 'A clock that was never paused is due at the earliest of what its sources say',
    // INV-CLK-3
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select c.subject_id as "subjectId", c.kind, c.due_at as "dueAt", d.due_at as "earliest" from clocks.clocks c
          left join lateral (select min(due_at) as due_at from clocks.dues where clock_id = c.id and replaced_at is null) as d on true
          where not exists (select 1 from clocks.pauses p where p.clock_id = c.id) and c.due_at is distinct from d.due_at
          limit 100`.execute(db)
      ).rows,
  },
]
