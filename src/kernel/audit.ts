// The audit log: one row per change, with who, what, before and after, written in the transaction of the
// change. A sealer chains the rows by hashes afterwards, so that no change waits for the chain; the check
// recomputes it and names what was altered, removed or slipped in.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import type { Db, Tx } from './db.ts'
import { toJson } from './wire.ts'

export interface AuditedChange {
  /** Verb of the field: `inventory.receive`, `catalog.sku.edit`. */
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly before?: unknown
  readonly after?: unknown
  readonly reason?: string | undefined
}

export async function recordAudit(tx: Tx, actor: Actor, change: AuditedChange): Promise<void> {
  const before = change.before === undefined ? null : toJson(redact(change.before))
  const after = change.after === undefined ? null : toJson(redact(change.after))
  await sql`
    insert into audit.entries
      (actor_kind, actor_id, actor_name, action, subject_type, subject_id, before, after, reason)
    values (${actor.kind}, ${actor.id}, ${actor.name}, ${change.action}, ${change.subjectType},
      ${change.subjectId}, ${before}::jsonb, ${after}::jsonb, ${change.reason ?? null})`.execute(tx)
}

/** Never in the log, whatever a caller passes: secrets, and personal data in the clear. */
const HIDDEN =
  /password|secret|token|keyhash|^phone$|mobile|address|idcard|^email$|^contact$|receiver/i

export function redact(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(redact)
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      HIDDEN.test(key) && inner !== null && inner !== undefined ? '•••' : redact(inner),
    ]),
  )
}

/** Only one process seals at a time; any constant does. */
const SEALER_LOCK = 7_700_003

const SEAL_BATCH = 1000

const GENESIS = '0'.repeat(64)

/**
 * The text of an entry that is hashed. jsonb prints equal values equally, so the text is canonical; the
 * id is in it, so rows cannot be swapped.
 */
const CANONICAL = sql<string>`concat_ws(chr(31), e.id, e.actor_kind, e.actor_id, e.actor_name, e.action,
  e.subject_type, e.subject_id, coalesce(e.before::text, ''), coalesce(e.after::text, ''),
  coalesce(e.reason, ''), to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))`

function chain(previous: string, canonical: string): string {
  return createHash('sha256').update(previous).update('\x1e').update(canonical).digest('hex')
}

/** Seal what finished transactions left. Returns the number of entries sealed now. */
export async function sealAudit(db: Db): Promise<number> {
  let total = 0
  for (;;) {
    const sealed = await db.transaction().execute(sealBatch)
    total += sealed
    if (sealed < SEAL_BATCH) return total
  }
}

async function sealBatch(tx: Tx): Promise<number> {
  const lock = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(${SEALER_LOCK}::bigint) as ours`.execute(tx)
  if (!lock.rows[0]?.ours) return 0
  const head = await sql<{ position: bigint; hash: string }>`
    select position, hash from audit.seals order by position desc limit 1`.execute(tx)
  let { position, hash } = head.rows[0] ?? { position: 0n, hash: GENESIS }
  const { rows } = await sql<{ id: bigint; canonical: string }>`
    select e.id, ${CANONICAL} as canonical from audit.entries e
    where e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and not exists (select 1 from audit.seals s where s.entry_id = e.id)
    order by e.xid, e.id limit ${SEAL_BATCH}`.execute(tx)
  if (rows.length === 0) return 0
  const hashes = rows.map((row) => (hash = chain(hash, row.canonical)))
  const positions = rows.map(() => (position += 1n))
  await sql`
    insert into audit.seals (position, entry_id, hash)
    select * from unnest(${positions}::bigint[], ${rows.map(({ id }) => id)}::bigint[], ${hashes}::text[])`.execute(
    tx,
  )
  return rows.length
}

export interface AuditFinding {
  readonly entryId: bigint | null
  readonly position: bigint | null
  readonly finding: 'altered' | 'removed' | 'gap' | 'slipped_in'
}

/** Recompute the chain. Empty means nobody has touched it. */
export async function checkAudit(db: Db): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = []
  let previous = GENESIS
  let expected = 1n
  let last = 0n
  for (;;) {
    const { rows } = await sql<{
      position: bigint
      entryId: bigint
      hash: string
      canonical: string | null
    }>`
      select s.position, s.entry_id as "entryId", s.hash, case when e.id is null then null else ${CANONICAL} end as canonical
      from audit.seals s left join audit.entries e on e.id = s.entry_id
      where s.position > ${last} order by s.position limit 5000`.execute(db)
    for (const { position, entryId, hash, canonical } of rows) {
      if (position !== expected)
        findings.push({ entryId: null, position: expected, finding: 'gap' })
      if (canonical === null) findings.push({ entryId, position, finding: 'removed' })
      else if (chain(previous, canonical) !== hash) {
        findings.push({ entryId, position, finding: 'altered' })
      }
      // Go on from the stored hash, so that one wound is reported once.
      previous = hash
      expected = position + 1n
      last = position
    }
    if (rows.length < 5000) break
  }
  const { rows: late } = await sql<{ id: bigint }>`
    select e.id from audit.entries e
    where not exists (select 1 from audit.seals s where s.entry_id = e.id)
      and e.recorded_at < (select max(x.recorded_at) - interval '1 hour' from audit.entries x
                           join audit.seals s on s.entry_id = x.id)
    limit 100`.execute(db)
  return [
    ...findings,
    ...late.map(({ id }) => ({ entryId: id, position: null, finding: 'slipped_in' as const })),
  ]
}
