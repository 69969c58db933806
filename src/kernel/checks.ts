// A check asks the whole database whether a truth still holds, and returns the rows that break it.
import type { Db } from './db.ts'

export interface Check {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** At most about a hundred offending rows; empty means the truth holds. */
  readonly run: (db: Db) => Promise<readonly Readonly<Record<string, unknown>>[]>
}

export interface CheckResult {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly violations: readonly Readonly<Record<string, unknown>>[]
  readonly tookMs: number
}

/** All checks in one snapshot, so that work going on meanwhile cannot make them disagree. */
export async function runChecks(db: Db, checks: readonly Check[]): Promise<CheckResult[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const results: CheckResult[] = []
      for (const check of checks) {
        const started = performance.now()
        const violations = await check.run(tx)
        const { id, zh, en } = check
        results.push({ id, zh, en, violations, tookMs: Math.round(performance.now() - started) })
      }
      return results
    })
}
