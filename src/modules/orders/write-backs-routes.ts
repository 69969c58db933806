// HTTP of telling platforms what left.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { ordersApi as api } from './contract.ts'
import {
  makeShipSheet,
  readShipSheet,
  setShipSheetLayout,
  sheetFile,
  takeBackTold,
} from './ship-sheet.ts'
import { listShipSheets, listWriteBacks, writeBackShops } from './write-backs.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function writeBackRoutes(web: Web): void {
  handleList(web, api.writeBacks, async ({ db, query }) =>
    toPage(await listWriteBacks(db, query), query.limit, (row) => [row.shippedAt, row.id]),
  )
  handle(web, api.writeBackShops, async ({ db }) => ({ items: await writeBackShops(db) }))
  handleWrite(web, api.makeShipSheet, ({ tx, actor, body }) =>
    makeShipSheet(tx, actor, body.shopId),
  )
  handleList(web, api.shipSheets, async ({ db, query }) =>
    toPage(await listShipSheets(db, query), query.limit, (row) => [row.madeAt, row.id]),
  )
  handle(web, api.shipSheetFile, async ({ db, params, reply }) => {
    const sheet = await readShipSheet(db, params.id)
    const name = encodeURIComponent(`${sheet.name}.xlsx`)
    reply.header(
      'content-disposition',
      `attachment; filename="shipments.xlsx"; filename*=UTF-8''${name}`,
    )
    return reply.type(XLSX).send(Buffer.from(await sheetFile(sheet))) as never
  })
  handleWrite(web, api.takeBackTold, async ({ tx, actor, body }) => ({
    taken: await takeBackTold(tx, actor, body),
  }))
  handleWrite(web, api.setShipSheetLayout, async ({ tx, actor, params, body }) => ({
    version: await setShipSheetLayout(tx, actor, { ...params, ...body }),
  }))
}
