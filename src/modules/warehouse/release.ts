// 下发: an audited order goes to the floor. Its goods are pinned shelf by shelf, first expired first, and each pin becomes a pick
// task. Many at once are released one by one, the most urgent first: promise before reserve.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { AppError, type Bilingual, notFound } from '#kernel/errors.ts'
import { retryLostRaces } from '#kernel/http.ts'
import { newId } from '#kernel/ids.ts'
import type { Services } from '#kernel/services.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { carrierDecider, type DecidedCarrier } from '#modules/carriers'
import { pinToShelves, unpin } from '#modules/inventory'
import { advance, deskSettings, lockOrder, situationOf } from '#modules/orders'
import { waveNotNow } from './errors.ts'
import { needFloor, pinsOf } from './floor.ts'
import { profileAll } from './profiles.ts'
import { profileLimits } from './settings.ts'
import { insertTasks } from './tasks.ts'

type Decider = Awaited<ReturnType<typeof carrierDecider>>

export interface ReleaseResult {
  readonly released: number
  readonly refused: readonly {
    readonly orderId: string
    readonly no: string
    readonly text: Bilingual
  }[]
}

/** Each order in its own transaction: one that may not go keeps nobody. */
export async function releaseOrders(
  services: Services,
  actor: Actor,
  asked: {
    readonly siteId: string
    readonly ids?: readonly string[] | undefined
    readonly limit: number
  },
): Promise<ReleaseResult> {
  const { rows } = await sql<{ id: string; no: string }>`
    select id, no from orders.fulfil_orders
    where site_id = ${asked.siteId} and (${asked.ids === undefined} or id = any(${[...(asked.ids ?? [])]}::uuid[]))
      and (${asked.ids !== undefined} or (status = 'AUDITED' and cardinality(hold_codes) = 0 and is_allocated))
    order by coalesce(due_at, 'infinity'), id limit ${asked.ids?.length ?? asked.limit}`.execute(
    services.db,
  )
  const decide = await carrierDecider(services.db, asked.siteId)
  const there = new Set(rows.map(({ id }) => id))
  const refused: { orderId: string; no: string; text: Bilingual }[] = (asked.ids ?? [])
    .filter((id) => !there.has(id))
    .map((id) => ({
      orderId: id,
      no: '',
      text: notFound({ zh: '这个仓的订单', en: 'order of this site' }, id).text,
    }))
  let released = 0
  for (const { id, no } of rows) {
    try {
      await retryLostRaces(() =>
        services.db.transaction().execute((tx) => releaseOrder(tx, actor, id, decide)),
      )
      released += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push({ orderId: id, no, text: error.text })
    }
  }
  return { released, refused }
}

export async function releaseOrder(
  tx: Tx,
  actor: Actor,
  id: string,
  decide: Decider,
): Promise<void> {
  const order = await lockOrder(tx, id)
  await advance(tx, actor, [
    { order, situation: situationOf(order, await deskSettings(tx)), event: 'release' },
  ])
  await pinToShelves(tx, actor, { orderRef: id, cause: `floor:pin:${id}:${order.version}` })
  const facts = await factsOf(tx, id)
  const choice = chooseCarrier(decide, facts)
  const taken = choice?.judged.find(({ serviceId }) => serviceId === choice.serviceId)
  const needs = [...Map.groupBy(facts.goods, ({ skuId }) => skuId)].map(([skuId, own]) => ({
    skuId,
    qty: own.reduce((sum, { qty }) => sum + qty, 0n),
  }))
  const { profile, reason } = profileAll(
    [{ id, tags: facts.tags, dueAt: order.dueAt, grams: facts.grams, cm3: facts.cm3, needs }],
    await profileLimits(tx),
    now(),
  ).get(id)!
  const floorId = newId()
  await sql`
    insert into warehouse.floor_orders (id, order_id, site_id, profile, profile_reason, carrier, service_id, carrier_because,
      grams, is_weight_known, cm3, zone, due_at, released_by)
    values (${floorId}, ${id}, ${order.siteId}, ${profile}, ${toJson(reason)}::jsonb, ${taken?.name ?? ''},
      ${choice?.serviceId ?? null}, ${toJson(choice?.because ?? NO_REGION)}::jsonb, ${facts.grams}, ${facts.isWeightKnown},
      ${facts.cm3}, ${facts.zone}, ${order.dueAt}, ${actor.name})`.execute(tx)
  await insertTasks(tx, floorId, await pinsOf(tx, id))
  await recordAudit(tx, actor, {
    action: 'warehouse.release',
    subjectType: 'system_order',
    subjectId: id,
    after: { profile, carrier: taken?.name ?? '' },
  })
}

const NO_REGION = { code: 'no_region', zh: '收货地区没有认出来', en: 'the district is not known' }

/** Back to the desk's pool of audited orders, untouched. */
export async function unreleaseOrder(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly note: string },
): Promise<void> {
  const order = await lockOrder(tx, asked.id)
  const floor = await needFloor(tx, order)
  if (floor.waveId !== null) {
    const { rows } = await sql<{ no: string; status: string }>`
      select no, status from warehouse.waves where id = ${floor.waveId}`.execute(tx)
    throw waveNotNow(rows[0]!.no, rows[0]!.status, {
      zh: '撤回其中的单',
      en: 'taken apart; pull the order instead',
    })
  }
  await advance(tx, actor, [
    {
      order,
      situation: situationOf(order, await deskSettings(tx)),
      event: 'unrelease',
      detail: { note: asked.note },
    },
  ])
  await unpin(tx, actor, { orderRef: order.id, cause: `floor:unpin:${order.id}:${order.version}` })
  await sql`update warehouse.tasks set state = 'cancelled' where floor_id = ${floor.id} and state = 'open'`.execute(
    tx,
  )
  await sql`
    update warehouse.floor_orders set state = 'pulled', ended_at = clock_timestamp(),
      pulled_because = ${toJson({ rule: 'unreleased', zh: '撤回下发', en: 'taken back', note: asked.note })}::jsonb
    where id = ${floor.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'warehouse.unrelease',
    subjectType: 'system_order',
    subjectId: order.id,
    reason: asked.note,
  })
}

interface Facts {
  readonly siteId: string
  readonly region: string | null
  readonly netMinor: bigint
  readonly shop: string
  readonly platform: string | null
  readonly tags: readonly string[]
  readonly daysLeft: number | null
  readonly grams: bigint
  readonly isWeightKnown: boolean
  readonly cm3: bigint
  readonly zone: string
  readonly goods: readonly { readonly skuId: string; readonly qty: bigint }[]
}

async function factsOf(db: Db, id: string): Promise<Facts> {
  const { rows } = await sql<Omit<Facts, 'grams' | 'isWeightKnown' | 'cm3' | 'zone' | 'goods'>>`
    select o.site_id as "siteId", coalesce(o.district_code, o.city_code, o.province_code) as region, o.net_minor as "netMinor",
      s.code as shop, s.platform, o.tags,
      case when o.due_at is null then null else greatest(0, floor(extract(epoch from o.due_at - now()) / 86400))::int end as "daysLeft"
    from orders.fulfil_orders o join shops.shops s on s.id = o.shop_id where o.id = ${id}`.execute(
    db,
  )
  const { rows: goods } = await sql<{
    skuId: string
    qty: bigint
    zone: string | null
    grams: number | null
    mm3: bigint | null
  }>`
    select r.sku_id as "skuId", r.outstanding as qty, l.zone, k.weight_grams as grams,
      k.length_mm::bigint * k.width_mm * k.height_mm as mm3
    from inventory.reservations r join places.locations l on l.id = r.location_id join catalog.skus k on k.id = r.sku_id
    where r.order_ref = ${id} and r.kind = 'HARD' and r.outstanding > 0`.execute(db)
  const zones = new Set(goods.map(({ zone }) => zone ?? ''))
  const mm3 = goods.reduce((sum, { qty, mm3: one }) => sum + qty * (one ?? 0n), 0n)
  return {
    ...rows[0]!,
    grams: goods.reduce((sum, { qty, grams }) => sum + qty * BigInt(grams ?? 0), 0n),
    isWeightKnown: goods.every(({ grams }) => grams !== null && grams > 0),
    cm3: (mm3 + 999n) / 1000n,
    zone: zones.size === 1 ? [...zones][0]! : '*',
    goods,
  }
}

function chooseCarrier(decide: Decider, facts: Facts): DecidedCarrier | null {
  if (facts.region === null) return null
  return decide({
    siteId: facts.siteId,
    region: facts.region,
    grams: Math.max(1, Number(facts.grams)),
    goods: [],
    declaredMinor: facts.netMinor > 0n ? facts.netMinor : 0n,
    daysLeft: facts.daysLeft,
    platform: facts.platform,
    shop: facts.shop,
    tags: facts.tags,
    sidesMm: null,
    lateMinor: 0n,
    mandated: [],
  })
}
