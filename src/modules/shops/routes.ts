// HTTP of shops and their fee tables.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { shopsApi as api } from './contract.ts'
import {
  addFee,
  applyTemplates,
  editFee,
  feesAt,
  listFees,
  offerTemplates,
  removeFee,
} from './fees.ts'
import { addShop, editShop, listPeople, listShops } from './shops.ts'

export function routes(web: Web): void {
  handleList(web, api.shops, async ({ db, query }) =>
    toPage(await listShops(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handleWrite(web, api.addShop, async ({ tx, actor, body }) => ({
    id: await addShop(tx, actor, body),
  }))
  handleWrite(web, api.editShop, async ({ tx, actor, params, body }) => ({
    version: await editShop(tx, actor, { id: params.id, ...body }),
  }))
  handle(web, api.people, async ({ db }) => ({ items: await listPeople(db) }))
  handle(web, api.fees, async ({ db, params, query }) => ({
    items: query.on ? await feesAt(db, params.id, query.on) : await listFees(db, params.id),
  }))
  handleWrite(web, api.addFee, async ({ tx, actor, params, body }) => ({
    id: await addFee(tx, actor, params.id, body),
  }))
  handleWrite(web, api.editFee, async ({ tx, actor, params, body: { version, ...draft } }) => ({
    version: await editFee(tx, actor, params.id, version, draft),
  }))
  handleWrite(web, api.removeFee, async ({ tx, actor, params, body }) => {
    await removeFee(tx, actor, params.id, body.version)
    return { done: true as const }
  })
  handle(web, api.feeTemplates, async ({ db, params, query }) => ({
    items: await offerTemplates(db, params.id, query.validFrom),
  }))
  handleWrite(web, api.applyFeeTemplates, async ({ tx, actor, params, body }) => ({
    added: await applyTemplates(tx, actor, params.id, body),
  }))
}
