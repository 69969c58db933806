// What must be true of all rules at any time.
import { sql } from 'kysely'
import type { Check } from '#kernel/checks.ts'

export const checks: readonly Check[] = [
  {
    id: 'R1',
    zh: '每条规则的版本从 1 连续编号,当前版本是最新的一个,名称一致',
    en: 'Versions of every rule count up from 1 without a gap; the one in force is the newest, and names agree',
    run: async (db) =>
      (
        await sql<Record<string, unknown>>`
          select r.id, r.version, max(v.version) as newest, count(v.version) as versions
          from rules.rules r left join rules.versions v on v.rule_id = r.id
          group by r.id
          having r.version is distinct from max(v.version) or count(v.version) <> r.version
            or bool_or(v.version = r.version and v.name = r.name) is not true
          limit 100`.execute(db)
      ).rows,
  },
]
