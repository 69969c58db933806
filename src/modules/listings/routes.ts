// HTTP of listings.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { confirmSure } from './confirm.ts'
import { listingsApi as api } from './contract.ts'
import { createSkuFrom, decide, decideMany, undoBatch } from './decide.ts'
import { effectOf, listListings, oneListing, summaryOf, withWords } from './queries.ts'
import { catalogueOf } from './suggest.ts'

export function routes(web: Web): void {
  readRoutes(web)
  writeRoutes(web)
}

function readRoutes(web: Web): void {
  handleList(web, api.listings, async ({ db, query }) => {
    const page = toPage(await listListings(db, query), query.limit, (row) => [
      row.amount90Minor,
      row.amountMinor,
      row.id,
    ])
    const catalogue = page.items.some(({ state }) => state === 'unmapped')
      ? await catalogueOf(db)
      : null
    return {
      nextCursor: page.nextCursor,
      items: page.items.map((row) => {
        const suggestions =
          row.state === 'unmapped' && catalogue ? withWords(catalogue.suggest(row)) : []
        const [best] = suggestions
        return {
          ...row,
          suggestions,
          suggestedSku: best ? `${best.code}${best.skuQty > 1n ? ` × ${best.skuQty}` : ''}` : '',
          confidence: best?.confidence ?? null,
        }
      }),
    }
  })
  handle(web, api.summary, ({ db }) => summaryOf(db))
  handle(web, api.listing, async ({ db, params }) =>
    oneListing(db, await catalogueOf(db), params.id),
  )
  handle(web, api.effect, ({ db, params }) => effectOf(db, params.id))
}

function writeRoutes(web: Web): void {
  handleWrite(web, api.setMapping, async ({ tx, actor, params, body }) => ({
    version: await decide(tx, actor, { id: params.id, ...body }),
  }))
  handleWrite(web, api.createSku, ({ tx, actor, params, body }) =>
    createSkuFrom(tx, actor, { id: params.id, ...body }),
  )
  handleWrite(web, api.ignoreMany, ({ tx, actor, body }) =>
    decideMany(
      tx,
      actor,
      body.listings.map((one) => ({ ...one, state: 'ignored', reason: body.reason })),
      { action: 'listings.ignore_many', reason: body.reason },
    ),
  )
  handleWrite(web, api.confirm, async ({ tx, actor, body, services }) => {
    const { sample, ...rest } = await confirmSure(tx, actor, await catalogueOf(services.db), body)
    return {
      ...rest,
      sample: withWords(sample).map(({ why, ...one }, at) => ({
        ...one,
        why,
        listingId: sample[at]!.listingId,
        title: sample[at]!.title,
        spec: sample[at]!.spec,
      })),
    }
  })
  handleWrite(web, api.undoBatch, ({ tx, actor, params }) => undoBatch(tx, actor, params.id))
}
