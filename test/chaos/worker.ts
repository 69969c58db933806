// What the drill kills: a process that receives, reserves, ships and releases without pause, and says on its
// output what has been acknowledged to it.
import { openDb, openPool } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { confirm, openReservationQueue, pinToShelves, release, ship } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { stock, TESTER } from '#test/factories.ts'

const [url = '', siteId = '', bin = '', ...skuIds] = process.argv.slice(2)
const db = openDb(openPool({ url, max: 12 }))
const queue = openReservationQueue(db)
const say = (line: string) => process.stdout.write(`${line}\n`)

async function customer(): Promise<void> {
  for (;;) {
    const orderRef = newId()
    const skuId = skuIds[Math.floor(Math.random() * skuIds.length)]!
    const lines = [{ lineRef: '1', skuId, qty: BigInt(1 + Math.floor(Math.random() * 3)) }]
    const soft = Math.random() < 0.3
    const outcome = await queue.reserve({
      actor: TESTER,
      orderRef,
      cause: `r:${orderRef}`,
      kind: soft ? 'SOFT' : 'ORDER',
      siteIds: [siteId],
      lines,
    })
    if (!outcome.ok) {
      await stock(db, { id: siteId, bins: [bin], at: siteAt }, skuId, 50n)
      continue
    }
    say(`reserved ${orderRef}`)
    const run = (work: typeof confirm) =>
      db.transaction().execute((tx) => work(tx, TESTER, { orderRef, cause: newId() }))
    if (soft) await run(confirm)
    const fate = Math.random()
    if (fate < 0.3) await run(pinToShelves)
    if (fate < 0.2) continue
    if (fate < 0.5)
      await db.transaction().execute((tx) => release(tx, TESTER, { orderRef, cause: newId() }))
    else {
      await db.transaction().execute((tx) =>
        ship(tx, TESTER, {
          orderRef,
          cause: newId(),
          lines: [{ ...lines[0]!, locationId: bin, ownerId: OWN_GOODS }],
        }),
      )
      say(`shipped ${orderRef}`)
    }
  }
}

const { standardLocation } = await import('#modules/places')
const siteAt = (kind: Parameters<typeof standardLocation>[2]) => standardLocation(db, siteId, kind)

await Promise.all(Array.from({ length: 8 }, customer))
