// The fee table of a shop: rules with dates, one answer per kind, category and day (INV-SHOPS-1).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, invalid, notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import type { FEE_BASES, FEE_KINDS, FEE_TERMS } from './contract.ts'
import { FEE_TEMPLATES, type FeeTemplate } from './fee-templates.ts'

const RULE: Bilingual = { zh: '费率', en: 'fee rule' }
const SHOP: Bilingual = { zh: '店铺', en: 'shop' }

export interface FeeDraft {
  readonly kind: (typeof FEE_KINDS)[number]
  readonly category: string
  readonly base: (typeof FEE_BASES)[number]
  readonly ratePpm: bigint | null
  readonly amountMinor: bigint | null
  readonly per: (typeof FEE_TERMS)[number] | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: string
  readonly verified: boolean
  readonly note: string
}

export interface FeeRule extends FeeDraft {
  readonly id: string
  readonly version: number
}

const RULE_COLUMNS = sql`id, kind, category, base, rate_ppm as "ratePpm", amount_minor as "amountMinor", per,
  valid_from::text as "validFrom", valid_to::text as "validTo", source, verified, note, version`

export async function listFees(db: Db, shopId: string): Promise<FeeRule[]> {
  const { rows } = await sql<FeeRule>`
    select ${RULE_COLUMNS} from shops.fee_rules where shop_id = ${shopId}
    order by kind, category, valid_from desc`.execute(db)
  return rows
}

/** What the platform charges on a day. */
export async function feesAt(db: Db, shopId: string, date: string): Promise<FeeRule[]> {
  const { rows } = await sql<FeeRule>`
    select ${RULE_COLUMNS} from shops.fee_rules
    where shop_id = ${shopId} and valid_from <= ${date}::date and (valid_to is null or valid_to >= ${date}::date)
    order by kind, category`.execute(db)
  return rows
}

export async function addFee(
  tx: Tx,
  actor: Actor,
  shopId: string,
  draft: FeeDraft,
): Promise<string> {
  await lockShop(tx, shopId)
  refuseNonsense(draft)
  await refuseOverlap(tx, shopId, draft, null)
  return insertFee(tx, actor, shopId, draft)
}

/** The rules of one shop are changed one after the other, so that the overlap is judged on what is there. */
async function lockShop(tx: Tx, shopId: string): Promise<{ platform: string }> {
  const { rows } = await sql<{ platform: string }>`
    select platform from shops.shops where id = ${shopId} for update`.execute(tx)
  if (!rows[0]) throw notFound(SHOP, shopId)
  return rows[0]
}

function refuseNonsense(draft: FeeDraft): void {
  const one = (path: string, code: string, zh: string, en: string) =>
    invalid([{ path, code, zh, en }])
  if ((draft.ratePpm === null) === (draft.amountMinor === null)) {
    throw one(
      'ratePpm',
      'fee.one_value',
      '比例和金额要填且只填一个',
      'give a share or an amount, not both',
    )
  }
  if ((draft.amountMinor === null) !== (draft.per === null)) {
    throw one(
      'per',
      'fee.per',
      '按金额收取时要选每单、每月、每年或一次',
      'say whether the amount is per order, month, year or once',
    )
  }
  if (draft.validTo !== null && draft.validTo < draft.validFrom) {
    throw one('validTo', 'fee.dates', '结束日期早于开始日期', 'ends before it begins')
  }
}

async function refuseOverlap(
  tx: Tx,
  shopId: string,
  draft: FeeDraft,
  exceptId: string | null,
): Promise<void> {
  const { rows } = await sql<{ from: string; to: string | null }>`
    select valid_from::text as "from", valid_to::text as "to" from shops.fee_rules
    where shop_id = ${shopId} and kind = ${draft.kind} and category = ${draft.category}
      and id is distinct from ${exceptId}::uuid
      and daterange(valid_from, valid_to, '[]') && daterange(${draft.validFrom}::date, ${draft.validTo}::date, '[]')
    order by valid_from limit 1`.execute(tx)
  if (rows[0]) throw feesOverlap(rows[0].from, rows[0].to)
}

export const feesOverlap = (from?: string, to?: string | null) =>
  refuse(
    'shops.fees_overlap',
    409,
    {
      zh: from
        ? `同一费用、同一类目已有 ${from} 至 ${to ?? '今后'} 的规则;请先给它写上结束日期,或改这一条的日期`
        : '同一费用、同一类目的日期重叠;请先给旧规则写上结束日期',
      en: from
        ? `A rule for this fee and category stands from ${from} to ${to ?? 'further notice'}. End it first, or change these dates.`
        : 'Rules for this fee and category overlap. End the old one first.',
    },
    { from, to },
  )

async function insertFee(tx: Tx, actor: Actor, shopId: string, draft: FeeDraft): Promise<string> {
  const id = newId()
  await tx
    .insertInto('shops.fee_rules')
    .values({
      id,
      shop_id: shopId,
      kind: draft.kind,
      category: draft.category,
      base: draft.base,
      rate_ppm: draft.ratePpm,
      amount_minor: draft.amountMinor,
      per: draft.per,
      valid_from: draft.validFrom,
      valid_to: draft.validTo,
      source: draft.source,
      verified: draft.verified,
      note: draft.note,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'shops.fee.add',
    subjectType: 'fee_rule',
    subjectId: id,
    after: { shopId, ...draft },
  })
  return id
}

async function lockFee(tx: Tx, id: string): Promise<FeeRule & { shopId: string }> {
  const { rows } = await sql<FeeRule & { shopId: string }>`
    select ${RULE_COLUMNS}, shop_id as "shopId" from shops.fee_rules where id = ${id} for update`.execute(
    tx,
  )
  if (!rows[0]) throw notFound(RULE, id)
  return rows[0]
}

export async function editFee(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  draft: FeeDraft,
): Promise<number> {
  const { rows } = await sql<{ shopId: string }>`
    select shop_id as "shopId" from shops.fee_rules where id = ${id}`.execute(tx)
  if (!rows[0]) throw notFound(RULE, id)
  await lockShop(tx, rows[0].shopId)
  const { shopId, ...before } = await lockFee(tx, id)
  if (before.version !== version) {
    throw staleEdit(RULE, {
      givenVersion: version,
      currentVersion: before.version,
      yours: { ...draft },
      current: { ...before },
    })
  }
  refuseNonsense(draft)
  await refuseOverlap(tx, shopId, draft, id)
  await sql`
    update shops.fee_rules set kind = ${draft.kind}, category = ${draft.category}, base = ${draft.base},
      rate_ppm = ${draft.ratePpm}, amount_minor = ${draft.amountMinor}, per = ${draft.per}, valid_from = ${draft.validFrom},
      valid_to = ${draft.validTo}, source = ${draft.source}, verified = ${draft.verified}, note = ${draft.note},
      version = version + 1
    where id = ${id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'shops.fee.edit',
    subjectType: 'fee_rule',
    subjectId: id,
    before,
    after: draft,
  })
  return version + 1
}

export async function removeFee(tx: Tx, actor: Actor, id: string, version: number): Promise<void> {
  const before = await lockFee(tx, id)
  if (before.version !== version) {
    throw staleEdit(RULE, {
      givenVersion: version,
      currentVersion: before.version,
      yours: {},
      current: { ...before },
    })
  }
  await sql`delete from shops.fee_rules where id = ${id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'shops.fee.remove',
    subjectType: 'fee_rule',
    subjectId: id,
    before,
  })
}

export interface OfferedFee extends FeeTemplate {
  /** Why it cannot be taken over as it is; null when it can. */
  readonly blocked: Bilingual | null
}

/** Templates of the shop's platform, each with what stands against it on that day. */
export async function offerTemplates(
  db: Db,
  shopId: string,
  validFrom: string,
): Promise<OfferedFee[]> {
  const { rows } = await sql<{ platform: string }>`
    select platform from shops.shops where id = ${shopId}`.execute(db)
  if (!rows[0]) throw notFound(SHOP, shopId)
  const held = await listFees(db, shopId)
  return FEE_TEMPLATES.filter(({ platform }) => platform === rows[0]!.platform).map((template) => ({
    ...template,
    blocked: whyBlocked(template, held, validFrom),
  }))
}

function whyBlocked(
  template: FeeTemplate,
  held: readonly FeeRule[],
  validFrom: string,
): Bilingual | null {
  if (template.range) {
    return {
      zh: '只知道区间,请按合同手工新增',
      en: 'only a range is known; add it by hand from the contract',
    }
  }
  const { from, to } = datesOf(template, validFrom)
  if (to !== null && to < from) {
    return { zh: `${to} 起已不再收取`, en: `no longer charged after ${to}` }
  }
  const rule = held.find(
    ({ kind, category, validFrom: start, validTo }) =>
      kind === template.kind &&
      category === template.category &&
      (to === null || start <= to) &&
      (validTo === null || validTo >= from),
  )
  return rule
    ? {
        zh: `已有 ${rule.validFrom} 起的规则`,
        en: `a rule from ${rule.validFrom} is there already`,
      }
    : null
}

const datesOf = ({ since, until }: FeeTemplate, validFrom: string) => ({
  from: since !== null && since > validFrom ? since : validFrom,
  to: until,
})

/** Take over the chosen templates, all or none; every one begins unverified. */
export async function applyTemplates(
  tx: Tx,
  actor: Actor,
  shopId: string,
  chosen: { readonly ids: readonly string[]; readonly validFrom: string },
): Promise<number> {
  await lockShop(tx, shopId)
  const offered = await offerTemplates(tx, shopId, chosen.validFrom)
  for (const id of chosen.ids) {
    const template = offered.find((one) => one.id === id)
    if (!template) throw notFound({ zh: '费率模板', en: 'fee template' }, id)
    if (template.blocked) {
      throw refuse(
        'shops.template_blocked',
        409,
        {
          zh: `「${template.category || '全部类目'}」的模板不能套用:${template.blocked.zh}`,
          en: `The template for “${template.category || 'all categories'}” cannot be taken over: ${template.blocked.en}`,
        },
        { id },
      )
    }
    const { from, to } = datesOf(template, chosen.validFrom)
    const draft: FeeDraft = {
      kind: template.kind,
      category: template.category,
      base: template.base,
      ratePpm: template.ratePpm,
      amountMinor: template.amountMinor,
      per: template.per,
      validFrom: from,
      validTo: to,
      source: template.source.zh,
      verified: false,
      note: template.note?.zh ?? '',
    }
    await refuseOverlap(tx, shopId, draft, null)
    await insertFee(tx, actor, shopId, draft)
  }
  return chosen.ids.length
}
