// HTTP of products.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { refuse } from '#kernel/errors.ts'
import { namedRows, openTable } from '#kernel/table.ts'
import { recordAudit } from '#kernel/audit.ts'
import { assignCategory } from './assign-category.ts'
import { setComponents } from './bundles.ts'
import { addCategory, editCategory, listCategories, removeCategory } from './categories.ts'
import { catalogApi as api } from './contract.ts'
import { editCost } from './costs.ts'
import { DryRunDone, importSkus } from './import-skus.ts'
import { setPacks } from './packs.ts'
import { listSkus, oneSku } from './queries.ts'
import { addBarcode, changeLifecycles, createSku, editSku } from './skus.ts'
import { createSpu, editSpu, listSpus } from './spus.ts'

const DONE = { done: true } as const

export function routes(web: Web): void {
  handleList(web, api.skus, async ({ db, query }) =>
    toPage(await listSkus(db, query), query.limit, (row) => [row.sortKey]),
  )
  handle(web, api.sku, ({ db, params }) => oneSku(db, params.id))
  handleWrite(web, api.addSku, async ({ tx, actor, body }) => ({
    id: await createSku(tx, actor, body),
  }))
  handleWrite(web, api.editSku, async ({ tx, actor, params, body }) => ({
    version: await editSku(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.bulkLifecycle, ({ tx, actor, body }) => changeLifecycles(tx, actor, body))
  handleWrite(web, api.addBarcode, async ({ tx, actor, params, body }) => {
    await addBarcode(tx, { skuId: params.id, ...body })
    await recordAudit(tx, actor, {
      action: 'catalog.barcode.add',
      subjectType: 'sku',
      subjectId: params.id,
      after: body,
    })
    return DONE
  })
  handleWrite(web, api.setCost, async ({ tx, actor, params, body }) => ({
    version: await editCost(tx, actor, { skuId: params.id, validFrom: params.validFrom, ...body }),
  }))
  handleWrite(web, api.setComponents, async ({ tx, actor, params, body }) => {
    return { version: await setComponents(tx, actor, params.id, body.components, body.version) }
  })
  handleWrite(web, api.setPacks, async ({ tx, actor, params, body }) => {
    return { version: await setPacks(tx, actor, params.id, body.packs, body.version) }
  })
  handleList(web, api.spus, async ({ db, query }) =>
    toPage(await listSpus(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handleWrite(web, api.addSpu, async ({ tx, actor, body }) => ({
    id: await createSpu(tx, actor, body),
  }))
  handleWrite(web, api.editSpu, async ({ tx, actor, params, body }) => ({
    version: await editSpu(tx, actor, { id: params.id, ...body }),
  }))
  categoryRoutes(web)
  importRoute(web)
}

function categoryRoutes(web: Web): void {
  handle(web, api.categories, async ({ db }) => ({ items: await listCategories(db) }))
  handleWrite(web, api.addCategory, async ({ tx, actor, body }) => ({
    id: await addCategory(tx, actor, body),
  }))
  handleWrite(web, api.editCategory, async ({ tx, actor, params, body }) => ({
    version: await editCategory(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.removeCategory, async ({ tx, actor, params }) => {
    await removeCategory(tx, actor, params.id)
    return DONE
  })
  handleWrite(web, api.assignCategory, ({ tx, actor, body }) => assignCategory(tx, actor, body))
}

function importRoute(web: Web): void {
  handle(web, api.importSkus, async ({ db, query, actor, request }) => {
    const upload = await request.file()
    if (!upload) {
      throw refuse('kernel.file_missing', 400, {
        zh: '请求里没有文件',
        en: 'The request carries no file.',
      })
    }
    await using table = await openTable(upload.file)
    try {
      return await db.transaction().execute(async (tx) => {
        const result = await importSkus(
          tx,
          actor,
          { header: table.header, rows: namedRows(table) },
          query.dryRun,
        )
        // A dry run is the commit, rolled back: the two cannot disagree.
        if (query.dryRun) throw new DryRunDone(result)
        return result
      })
    } catch (error) {
      if (error instanceof DryRunDone) return error.result
      throw error
    }
  })
}
