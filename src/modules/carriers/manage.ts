// Setting up carriers: who they are, what they offer, which branch we have an account with, and its numbers.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, invalid, notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Vault } from '#kernel/vault.ts'
import { ACCOUNT, CARRIER, SERVICE } from './errors.ts'

export const keyContext = (carrierId: string) => `carriers.key:${carrierId}`

export interface CarrierDraft {
  readonly name: string
  readonly port: 'own' | 'kdniao'
  readonly address: string
  readonly apiAccount: string
  readonly apiCode: string
  readonly numberPrefix: string
  readonly active: boolean
  /** Left out: as it is. */
  readonly key?: string | undefined
}

function refuseNonsense(draft: CarrierDraft, hasKey: boolean): void {
  if (draft.port === 'own') return
  const missing = (
    [
      ['address', '接口地址', 'the address of the API', draft.address !== ''],
      ['apiAccount', '用户号', 'our number there', draft.apiAccount !== ''],
      ['apiCode', '快递编码', 'the code of the carrier there', draft.apiCode !== ''],
      ['key', '密钥', 'the key', hasKey || Boolean(draft.key)],
    ] as const
  ).filter(([, , , isThere]) => !isThere)
  if (missing.length === 0) return
  throw invalid(
    missing.map(([path, zh, en]) => ({
      path,
      code: 'carriers.api_incomplete',
      zh: `走接口取号要填${zh}`,
      en: `an API needs ${en}`,
    })),
  )
}

export async function addCarrier(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: CarrierDraft & { readonly code: string },
): Promise<string> {
  refuseNonsense(asked, false)
  const id = newId()
  await tx
    .insertInto('carriers.carriers')
    .values({
      id,
      code: asked.code,
      name: asked.name,
      port: asked.port,
      address: asked.address,
      api_account: asked.apiAccount,
      api_code: asked.apiCode,
      number_prefix: asked.numberPrefix,
      active: asked.active,
      key_sealed: asked.key ? vault.seal(asked.key, keyContext(id)) : null,
    })
    .execute()
  const { key: _key, ...shown } = asked
  await recordAudit(tx, actor, {
    action: 'carriers.carrier.add',
    subjectType: 'carrier',
    subjectId: id,
    after: shown,
  })
  return id
}

/** What the locked row says, if it is the version the person saw. */
async function judgeVersion<T extends { version: number }>(
  what: Bilingual,
  asked: { readonly id: string; readonly version: number; readonly yours: Record<string, unknown> },
  read: () => Promise<{ rows: T[] }>,
): Promise<T> {
  const current = (await read()).rows[0]
  if (!current) throw notFound(what, asked.id)
  if (current.version === asked.version) return current
  throw staleEdit(what, {
    givenVersion: asked.version,
    currentVersion: current.version,
    yours: asked.yours,
    current,
  })
}

export async function editCarrier(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: CarrierDraft & { readonly id: string; readonly version: number },
): Promise<number> {
  const { id, version, key, ...draft } = asked
  const before = await judgeVersion(CARRIER, { id, version, yours: draft }, () =>
    sql<CarrierDraft & { version: number; hasKey: boolean }>`
      select name, port, address, api_account as "apiAccount", api_code as "apiCode",
        number_prefix as "numberPrefix", active, version, key_sealed is not null as "hasKey"
      from carriers.carriers where id = ${id} for update`.execute(tx),
  )
  refuseNonsense(asked, before.hasKey)
  await sql`
    update carriers.carriers set name = ${draft.name}, port = ${draft.port}, address = ${draft.address},
      api_account = ${draft.apiAccount}, api_code = ${draft.apiCode}, number_prefix = ${draft.numberPrefix},
      active = ${draft.active}, key_sealed = coalesce(${key ? vault.seal(key, keyContext(id)) : null}, key_sealed),
      version = version + 1
    where id = ${id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'carriers.carrier.edit',
    subjectType: 'carrier',
    subjectId: id,
    before,
    after: { ...draft, isKeyNew: Boolean(key) },
  })
  return version + 1
}

export interface ServiceDraft {
  readonly name: string
  readonly divisor: number | null
  readonly maxGrams: number
  readonly maxSideMm: number
  readonly forbids: readonly string[]
  readonly latePpm: number
  readonly claimPpm: number
  readonly pickupHours: number
  readonly stallHours: number
  readonly deliveryHours: number
  readonly active: boolean
}

const serviceValues = (draft: ServiceDraft) => ({
  name: draft.name,
  divisor: draft.divisor,
  max_grams: draft.maxGrams,
  max_side_mm: draft.maxSideMm,
  forbids: sql<string[]>`${pgArray(draft.forbids)}::text[]`,
  late_ppm: draft.latePpm,
  claim_ppm: draft.claimPpm,
  pickup_hours: draft.pickupHours,
  stall_hours: draft.stallHours,
  delivery_hours: draft.deliveryHours,
  active: draft.active,
})

export async function addService(
  tx: Tx,
  actor: Actor,
  asked: ServiceDraft & { readonly carrierId: string; readonly code: string },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('carriers.services')
    .values({ id, carrier_id: asked.carrierId, code: asked.code, ...serviceValues(asked) })
    .execute()
  await recordAudit(tx, actor, {
    action: 'carriers.service.add',
    subjectType: 'carrier_service',
    subjectId: id,
    after: asked,
  })
  return id
}

export async function editService(
  tx: Tx,
  actor: Actor,
  asked: ServiceDraft & { readonly id: string; readonly version: number },
): Promise<number> {
  const { id, version, ...draft } = asked
  const before = await judgeVersion(SERVICE, { id, version, yours: { ...draft } }, () =>
    sql<ServiceDraft & { version: number }>`
      select name, divisor, max_grams as "maxGrams", max_side_mm as "maxSideMm", forbids, late_ppm as "latePpm",
        claim_ppm as "claimPpm", pickup_hours as "pickupHours", stall_hours as "stallHours",
        delivery_hours as "deliveryHours", active, version
      from carriers.services where id = ${id} for update`.execute(tx),
  )
  await tx
    .updateTable('carriers.services')
    .set({ ...serviceValues(draft), version: version + 1 })
    .where('id', '=', id)
    .execute()
  await recordAudit(tx, actor, {
    action: 'carriers.service.edit',
    subjectType: 'carrier_service',
    subjectId: id,
    before,
    after: draft,
  })
  return version + 1
}

export interface AccountDraft {
  readonly name: string
  readonly siteId: string | null
  readonly metered: boolean
  readonly lowAt: bigint
  readonly active: boolean
}

export async function addAccount(
  tx: Tx,
  actor: Actor,
  asked: AccountDraft & { readonly carrierId: string; readonly branchCode: string },
): Promise<string> {
  const id = newId()
  await sql`
    insert into carriers.accounts (id, carrier_id, branch_code, name, site_id, metered, low_at, active)
    values (${id}, ${asked.carrierId}, ${asked.branchCode}, ${asked.name}, ${asked.siteId}, ${asked.metered},
      ${asked.lowAt}, ${asked.active})`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'carriers.account.add',
    subjectType: 'carrier_account',
    subjectId: id,
    after: asked,
  })
  return id
}

export async function editAccount(
  tx: Tx,
  actor: Actor,
  asked: AccountDraft & { readonly id: string; readonly version: number },
): Promise<number> {
  const { id, version, ...draft } = asked
  const before = await judgeVersion(ACCOUNT, { id, version, yours: { ...draft } }, () =>
    sql<AccountDraft & { version: number }>`
      select name, site_id as "siteId", metered, low_at as "lowAt", active, version
      from carriers.accounts where id = ${id} for update`.execute(tx),
  )
  await sql`
    update carriers.accounts set name = ${draft.name}, site_id = ${draft.siteId}, metered = ${draft.metered},
      low_at = ${draft.lowAt}, active = ${draft.active}, version = version + 1
    where id = ${id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'carriers.account.edit',
    subjectType: 'carrier_account',
    subjectId: id,
    before,
    after: draft,
  })
  return version + 1
}

/** A person says numbers were bought, or that the count was wrong. */
export async function topUp(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly qty: bigint; readonly note: string },
): Promise<bigint> {
  const kind = asked.qty > 0n ? 'top_up' : 'correction'
  const balance = await bookNumbers(tx, actor, { ...asked, kind, cause: newId() })
  await recordAudit(tx, actor, {
    action: 'carriers.account.book',
    subjectType: 'carrier_account',
    subjectId: asked.id,
    after: { qty: asked.qty, balance },
    reason: asked.note,
  })
  return balance
}

/** The only writer of balances: the entry and the balance move together, once a cause (INV-CAR-3). */
export async function bookNumbers(
  tx: Tx,
  actor: Actor,
  entry: {
    readonly id: string
    readonly qty: bigint
    readonly kind: 'top_up' | 'correction' | 'draw' | 'give_back'
    readonly cause: string
    readonly note: string
  },
): Promise<bigint> {
  const { rows: locked } = await sql<{ balance: bigint }>`
    select balance from carriers.accounts where id = ${entry.id} for update`.execute(tx)
  const before = locked[0]
  if (!before) throw notFound(ACCOUNT, entry.id)
  const { rows: known } = await sql`
    select 1 from carriers.account_entries
    where account_id = ${entry.id} and kind = ${entry.kind} and cause = ${entry.cause}`.execute(tx)
  if (known.length > 0) return before.balance
  if (before.balance + entry.qty < 0n) throw noNumbers(before.balance)
  await sql`
    insert into carriers.account_entries (id, account_id, qty, kind, cause, note, made_by)
    values (${newId()}, ${entry.id}, ${entry.qty}, ${entry.kind}, ${entry.cause}, ${entry.note}, ${actor.name})`.execute(
    tx,
  )
  await sql`update carriers.accounts set balance = balance + ${entry.qty} where id = ${entry.id}`.execute(
    tx,
  )
  return before.balance + entry.qty
}

export const noNumbers = (balance?: bigint) =>
  refuse(
    'carriers.no_numbers',
    409,
    {
      zh: `网点单号余额不足${balance === undefined ? '' : `(剩 ${balance})`};请充值后再取号`,
      en: `The branch has not enough waybill numbers${balance === undefined ? '' : ` (${balance} left)`}. Top up, then draw again.`,
    },
    { balance },
  )
