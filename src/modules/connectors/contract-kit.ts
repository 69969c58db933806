// What any connector must pass before it touches a live shop, run against a platform that can be asked for the truth (the sandbox
// platform, or recorded answers). `contractKit(name, build)` registers the tests.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { addMs, instant } from '#kernel/time.ts'
import { keepLines, pullBills } from './bills.ts'
import {
  type Capabilities,
  type Head,
  type HeadPage,
  KINDS,
  type Kind,
  type Window,
} from './connector.ts'
import type { OpenLink } from './links.ts'
import { importDetails } from './read.ts'
import { tellDates, tellRefunds } from './tell-acts.ts'
import { countTo } from './tell-figures.ts'
import { tellShipments } from './tell-shipments.ts'

export interface KitRig extends AsyncDisposable {
  /** A link whose platform has at least a hundred orders, some of them waiting to be shipped. */
  readonly open: OpenLink
  /** Make the platform forget the tokens it has given out. */
  endTokens(): void
  readonly offer: { readonly platformItem: string; readonly platformSku: string }
  shownStock(): bigint
  /** Buyers take so many of the offer while nobody looks. */
  buy(qty: bigint): void
  shownPrice(): bigint
  shownListing(): { readonly title: string; readonly isOnSale: boolean }
  /** After-sales that ask for money back, and what is asked. */
  readonly toPayBack: readonly { readonly no: string; readonly amountMinor: bigint }[]
  /** How often the platform has paid one back. */
  timesPaidBack(aftersaleNo: string): number
  askedDate(orderNo: string): Date | null
  /** An order's receiver, as the platform knows it. */
  receiverOf(orderNo: string): { readonly name: string; readonly phone: string }
  /** Scenes for which the platform has opened an order's receiver. */
  openedFor(orderNo: string): readonly string[]
  /** Lines of the shop's account, as the platform keeps them. */
  billLines(): readonly string[]
  readonly toShip: readonly string[]
  /** Other orders that wait to be shipped. */
  readonly toAsk: readonly string[]
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
    figures(() => rig)
    acts(() => rig)
    opens(() => rig)
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

/** Figures and acts that a platform does not know are no fault of its connector. */
const knows = (rig: Rigged, what: keyof Capabilities) => {
  const value = rig().open.connector.capabilities[what]
  return value !== false && value !== null
}

function figures(rig: Rigged): void {
  test('INV-CONN-6 bills are pulled by page, and pulling them twice keeps each line once', async () => {
    if (!knows(rig, 'bills')) return
    const { open } = rig()
    const kept = async () => {
      const { rows } = await sql<{ text: string }>`
        select concat_ws(' ', line_no, order_no, kind, amount_minor) as text from connectors.bill_lines
        where shop_id = ${open.link.shopId} order by 1`.execute(open.services.db)
      return rows.map(({ text }) => text)
    }
    const again = () =>
      sql`delete from connectors.cursors where shop_id = ${open.link.shopId} and kind = 'bills'`.execute(
        open.services.db,
      )
    await again()
    await pullBills(open)
    assert.ok(rig().billLines().length >= 20)
    assert.deepEqual(await kept(), rig().billLines().toSorted())
    await again()
    await pullBills(open)
    assert.deepEqual(await kept(), rig().billLines().toSorted())
    const [first] = await kept()
    await keepLines(open, [
      {
        no: first!.split(' ')[0]!,
        orderNo: 'another',
        kind: 'other',
        word: '?',
        amountMinor: 1n,
        at: open.platformNow(),
      },
    ])
    assert.deepEqual(await kept(), rig().billLines().toSorted(), 'the first word stands')
    const { rows } = await sql`select 1 from connectors.bill_lines where disagrees`.execute(
      open.services.db,
    )
    assert.equal(rows.length, 1, 'and the other is marked')
  })

  test('INV-CONN-4 a price and a listing of an older version never replace newer ones', async () => {
    const { open, offer } = rig()
    if (knows(rig, 'prices')) {
      const price = (priceMinor: bigint, version: bigint) =>
        open.call((session) => session.setPrice({ ...offer, priceMinor, version }))
      await price(12_345n, 3n)
      await price(1n, 2n)
      await price(12_345n, 3n)
      assert.equal(rig().shownPrice(), 12_345n)
    }
    if (knows(rig, 'listings')) {
      const list = (title: string, isOnSale: boolean, version: bigint) =>
        open.call((session) => session.setListing({ ...offer, title, isOnSale, version }))
      await list('新标题', false, 2n)
      await list('旧标题', true, 1n)
      assert.deepEqual(rig().shownListing(), { title: '新标题', isOnSale: false })
    }
  })
}

function acts(rig: Rigged): void {
  test('INV-CONN-5 a refund whose answer got lost is looked for, and never paid twice', async () => {
    if (!knows(rig, 'refunds')) return
    const { open, toPayBack } = rig()
    assert.ok(toPayBack.length >= 10)
    for (const { no, amountMinor } of toPayBack)
      await want(open, 'refunds', no, { amountMinor: amountMinor.toString() })
    await tellUntilCalm(open, 'refunds', tellRefunds)
    assert.deepEqual(await notTold(open, 'refunds'), [])
    for (const { no } of toPayBack) assert.equal(rig().timesPaidBack(no), 1, no)
    // A poll that died after the call and before it was kept: the next one looks first.
    await sql`update connectors.acts set status = 'doubtful' where kind = 'refunds'`.execute(
      open.services.db,
    )
    await tellUntilCalm(open, 'refunds', tellRefunds)
    assert.deepEqual(await notTold(open, 'refunds'), [])
    for (const { no } of toPayBack) assert.equal(rig().timesPaidBack(no), 1, no)
  })

  test('INV-CONN-5 a date is asked for until the order shows it', async () => {
    if (!knows(rig, 'dates')) return
    const { open, toAsk } = rig()
    const shipBy = addMs(open.platformNow(), 4 * 86_400_000)
    for (const no of toAsk) await want(open, 'dates', no, { shipBy: shipBy.toISOString() })
    await tellUntilCalm(open, 'dates', tellDates)
    assert.deepEqual(await notTold(open, 'dates'), [])
    for (const no of toAsk) assert.equal(rig().askedDate(no)?.getTime(), shipBy.getTime())
  })
}

/** Polls, and now and then the quarter of an hour after which what shows nothing is called again. */
async function tellUntilCalm(
  open: OpenLink,
  kind: string,
  tell: (open: OpenLink) => Promise<void>,
): Promise<void> {
  for (let hour = 0; hour < 4; hour++) {
    for (let poll = 0; poll < 5; poll++) await tell(open)
    await sql`update connectors.acts set called_at = called_at - interval '15 minutes' where kind = ${kind}`.execute(
      open.services.db,
    )
  }
}

async function want(open: OpenLink, kind: string, no: string, value: object): Promise<void> {
  await sql`
    insert into connectors.acts (shop_id, kind, no, value, asked_by)
    values (${open.link.shopId}, ${kind}, ${no}, ${JSON.stringify(value)}::jsonb, 'kit')`.execute(
    open.services.db,
  )
}

async function notTold(open: OpenLink, kind: string): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select no, status, problem from connectors.acts
    where shop_id = ${open.link.shopId} and kind = ${kind} and status <> 'told'`.execute(
    open.services.db,
  )
  return rows
}

function opens(rig: Rigged): void {
  test('a receiver is opened for a scene, and the platform keeps what it was opened for', async () => {
    if (!knows(rig, 'decode')) return
    const { open, toAsk } = rig()
    const [no] = toAsk
    const opened = await open.call((session) => session.decode(no!, 'waybill'))
    const right = rig().receiverOf(no!)
    assert.deepEqual([opened?.name, opened?.phone], [right.name, right.phone])
    assert.ok(rig().openedFor(no!).length > 0)
    assert.deepEqual(new Set(rig().openedFor(no!)), new Set(['waybill']))
    assert.equal(await open.call((session) => session.decode('no such order', 'care')), null)
  })
}

/** A platform that counts, with answers that get lost and buyers in between. */
async function countUpAndDown(rig: KitRig): Promise<void> {
  const { open, offer } = rig
  let version = (await open.call((session) => session.stockShown(offer))).version
  for (const qty of [40n, 7n, 500n, 0n, 31n, 30n, 60n, 12n]) {
    version += 1n
    assert.equal(await countTo(open, { ...offer, qty, version }), qty)
    // Told twice is told once, whatever was bought in between.
    rig.buy(qty / 10n)
    await countTo(open, { ...offer, qty, version })
    assert.equal(rig.shownStock(), qty - qty / 10n)
  }
  const { qty } = await open.call((session) => session.stockShown(offer))
  const late = { ...offer, delta: 99n, after: version - 1n, version: version + 1n }
  await assert.rejects(
    open.call((session) => session.addStock(late)),
    { name: 'CallFailed', kind: 'refused' },
  )
  assert.equal(rig.shownStock(), qty)
}

function tells(rig: Rigged): void {
  test('INV-CONN-4 a stock figure of an older version never replaces a newer one', async () => {
    const { open, offer } = rig()
    if (open.connector.capabilities.stock === 'increment') return countUpAndDown(rig())
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
