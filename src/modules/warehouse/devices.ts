// What people pick with: carts and baskets of a site, how many there are, what each holds.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { DEVICE } from './errors.ts'

export interface NewDevice {
  readonly siteId: string
  readonly code: string
  readonly name: string
  readonly units: number
  readonly compartments: number | null
  readonly maxOrders: number
  readonly maxGrams: bigint
  readonly maxCm3: bigint
  readonly active: boolean
}

export interface DeviceRow extends NewDevice {
  readonly id: string
  readonly version: number
  readonly inUse: number
}

const SELECT = sql`
  select d.id, d.site_id as "siteId", d.code, d.name, d.units, d.compartments, d.max_orders as "maxOrders", d.max_grams as "maxGrams",
    d.max_cm3 as "maxCm3", d.active, d.version,
    (select count(*)::int from warehouse.waves w where w.device_id = d.id and w.status in ('RELEASED', 'PICKING', 'SORTING')) as "inUse"
  from warehouse.devices d`

export async function listDevices(db: Db, siteId: string): Promise<DeviceRow[]> {
  const { rows } =
    await sql<DeviceRow>`${SELECT} where d.site_id = ${siteId} order by d.code`.execute(db)
  return rows
}

export async function addDevice(tx: Tx, actor: Actor, device: NewDevice): Promise<string> {
  const site = await sql`select 1 from places.sites where id = ${device.siteId}`.execute(tx)
  if (site.rows.length === 0) throw notFound({ zh: '仓库', en: 'site' }, device.siteId)
  const id = newId()
  await sql`
    insert into warehouse.devices (id, site_id, code, name, units, compartments, max_orders, max_grams, max_cm3, active)
    values (${id}, ${device.siteId}, ${device.code}, ${device.name}, ${device.units}, ${device.compartments}, ${device.maxOrders},
      ${device.maxGrams}, ${device.maxCm3}, ${device.active})`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'warehouse.device.add',
    subjectType: 'device',
    subjectId: id,
    after: device,
  })
  return id
}

export async function editDevice(
  tx: Tx,
  actor: Actor,
  {
    id,
    version,
    ...yours
  }: Omit<NewDevice, 'siteId'> & { readonly id: string; readonly version: number },
): Promise<number> {
  await sql`select 1 from warehouse.devices where id = ${id} for update`.execute(tx)
  const { rows } = await sql<DeviceRow>`${SELECT} where d.id = ${id}`.execute(tx)
  const [before] = rows
  if (!before) throw notFound(DEVICE, id)
  if (before.version !== version) {
    throw staleEdit(DEVICE, {
      givenVersion: version,
      currentVersion: before.version,
      yours: { ...yours },
      current: { ...before },
    })
  }
  await sql`
    update warehouse.devices set code = ${yours.code}, name = ${yours.name}, units = ${yours.units},
      compartments = ${yours.compartments}, max_orders = ${yours.maxOrders}, max_grams = ${yours.maxGrams},
      max_cm3 = ${yours.maxCm3}, active = ${yours.active}, version = version + 1 where id = ${id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'warehouse.device.edit',
    subjectType: 'device',
    subjectId: id,
    before,
    after: yours,
  })
  return version + 1
}
