// What any connector must pass before it touches a live shop, run against a platform that can be asked for the truth (the sandbox
// platform, or recorded answers). `contractKit(name, build)` registers the tests.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { addMs, instant } from '#kernel/time.ts'
import { type Head, type HeadPage, KINDS, type Kind, type Window } from './connector.ts'
import type { OpenLink } from './links.ts'
import { importDetails } from './read.ts'
import { tellShipments } from './tell.ts'

export interface KitRig extends AsyncDisposable {
  /** A link whose platform has at least a hundred orders, some of them waiting to be shipped. */
  readonly open: OpenLink
  /** Make the platform forget the tokens it has given out. */
  endTokens(): void
  readonly offer: { readonly platformItem: string; readonly platformSku: string }
  shownStock(): bigint
  readonly toShip: readonly string[]
  waybillOf(orderNo: string): string
  /** A push of the platform about one order, signed as it signs. */
  push(orderNo: string): {
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
}

type Rigged = () => KitRig

export function contractKit(name: string, build: () => Promise<KitRig>): void {
  describe(`connector contract: ${name}`, () => {
    let rig: KitRig
    before(async () => {
      rig = await build()
      await rig.open.prepare()
    })
    after(() => rig[Symbol.asyncDispose]())
    pulls(() => rig)
    tells(() => rig)
    pushes(() => rig)
  })
}

function pulls(rig: Rigged): void {
  test('pages of a window end, and reading them twice gives the same records', async () => {
    for (const kind of rig().open.connector.capabilities.pulls) {
      const first = await allHeads(rig().open, kind, everything(rig().open))
      assert.ok(first.size > 0, kind)
      assert.deepEqual(await allHeads(rig().open, kind, everything(rig().open)), first)
    }
  })

  test('windows side by side find what one long window finds; the end is not included', async () => {
    const { open } = rig()
    const whole = everything(open)
    const all = await allHeads(open, 'orders', whole)
    const cut = [...all.values()].map((at) => at.getTime()).toSorted((a, b) => a - b)
    // On the very moment of a change: the hardest place to cut.
    const middle = instant(cut[Math.floor(cut.length / 2)]!)
    const left = await allHeads(open, 'orders', { from: whole.from, until: middle })
    const right = await allHeads(open, 'orders', { from: middle, until: whole.until })
    assert.deepEqual(new Set([...left.keys(), ...right.keys()]), new Set(all.keys()))
    assert.deepEqual(
      [...left.keys()].filter((no) => right.has(no)),
      [],
    )
  })

  test('details are taken by the importer whole, add up, and taking them twice changes nothing', async () => {
    const { open } = rig()
    for (const kind of KINDS) {
      const nos = [...(await allHeads(open, kind, everything(open))).keys()]
      const some = nos.slice(0, open.connector.mostDetails)
      const details = await open.call((session) => session.details(kind, some))
      assert.deepEqual(new Set(details.map(({ no }) => no)), new Set(some))
      const take = () =>
        open.services.db.transaction().execute(async (tx) => importDetails(tx, open, kind, details))
      assert.deepEqual(await take(), new Map(), 'nothing is refused')
      const versions = await versionsOf(open)
      assert.deepEqual(await take(), new Map())
      assert.equal(await versionsOf(open), versions)
    }
    const { rows } = await sql`
      select platform_no from sales.orders where 'does_not_add_up' = any(flags) or 'status_unknown' = any(flags)
        or snapshot_at is null`.execute(open.services.db)
    assert.deepEqual(rows, [])
  })

  test('tokens that have ended are renewed without anybody noticing', async () => {
    rig().endTokens()
    assert.ok((await allHeads(rig().open, 'orders', everything(rig().open))).size > 0)
  })
}

function tells(rig: Rigged): void {
  test('INV-CONN-4 a stock figure of an older version never replaces a newer one', async () => {
    const { open, offer } = rig()
    const set = (qty: bigint, version: bigint) =>
      open.call((session) => session.setStock({ ...offer, qty, version }))
    await set(7n, 5n)
    assert.equal(rig().shownStock(), 7n)
    await set(99n, 4n)
    await set(7n, 5n)
    assert.equal(rig().shownStock(), 7n)
    await set(3n, 6n)
    assert.equal(rig().shownStock(), 3n)
  })

  test('INV-CONN-1 a parcel whose answer got lost is looked for, and never sent twice', async () => {
    const { open, toShip } = rig()
    assert.ok(toShip.length >= 20)
    for (const no of toShip)
      await sql`
        insert into connectors.shipments (shop_id, order_no, carrier, waybill, asked_by)
        values (${open.link.shopId}, ${no}, 'shunfeng', ${`KIT${no}`}, 'kit')`.execute(
        open.services.db,
      )
    // A parcel that stayed doubtful is looked at again by the next poll.
    for (let poll = 0; poll < 8; poll++) await tellShipments(open)
    const { rows } = await sql<{ no: string; status: string }>`
      select order_no as no, status from connectors.shipments where shop_id = ${open.link.shopId} and status <> 'told'`.execute(
      open.services.db,
    )
    assert.deepEqual(rows, [])
    for (const no of toShip) assert.equal(rig().waybillOf(no), `KIT${no}`)
  })
}

function pushes(rig: Rigged): void {
  test('a push is believed by its signature alone', () => {
    const { open, toShip } = rig()
    const { headers, body } = rig().push(toShip[0]!)
    const app = appOf(open)
    const [message] = open.connector.readPush(app, headers, body) ?? []
    assert.deepEqual([message?.kind, message?.no], ['orders', toShip[0]])
    assert.equal(open.connector.readPush(app, headers, `${body} `), null)
    assert.equal(open.connector.readPush(app, {}, body), null)
    assert.equal(open.connector.readPush({ ...app, secret: 'guessed' }, headers, body), null)
  })
}

function appOf({ link, services }: OpenLink): { appKey: string; secret: string } {
  const opened = services.vault.open(link.sealed, `connectors.credentials:${link.shopId}`)
  return { appKey: link.appKey, secret: (JSON.parse(opened) as { secret: string }).secret }
}

const everything = (open: OpenLink): Window => ({
  from: addMs(open.platformNow(), -open.connector.longestWindowMs),
  until: addMs(open.platformNow(), -10 * 60_000),
})

/** Number → time of the newest modification, over all pages. */
async function allHeads(open: OpenLink, kind: Kind, window: Window): Promise<Map<string, Date>> {
  const found: Head[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 1000; pages++) {
    const at: string | null = cursor
    const page: HeadPage = await open.call((session) => session.heads(kind, window, at))
    found.push(...page.heads)
    cursor = page.next
    if (cursor === null)
      return new Map(found.map(({ no, modifiedAt }) => [no, modifiedAt] as const))
  }
  return assert.fail('the pages never end')
}

async function versionsOf({ services }: OpenLink): Promise<bigint> {
  const { rows } = await sql<{ versions: bigint }>`
    select (select count(*) from sales.order_versions) + (select count(*) from aftersales.record_versions) as versions`.execute(
    services.db,
  )
  return rows[0]!.versions
}
