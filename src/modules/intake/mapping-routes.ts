// HTTP of mapping a file by hand, and of the layouts that came of it.
import type { Db } from '#kernel/db.ts'
import { recordAudit } from '#kernel/audit.ts'
import { notFound } from '#kernel/errors.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { addCustomLayout, customLayout, editCustomLayout, FIELDS } from '#modules/layouts'
import { intakeApi as api } from './contract.ts'
import { importsBy, listLayouts } from './layout-queries.ts'
import { mappingPreview, mappingStart, traitsOf, zoneOf } from './mapping.ts'
import { headerOfRun } from './refused-file.ts'
import { runById } from './runs.ts'
import { shopById } from './shop-choice.ts'
import { answer } from './take-files.ts'
import { assertKind, assertTheirs, isLimited } from './whose.ts'

export function mappingRoutes(web: Web): void {
  handle(web, api.mapping, async ({ db, services, actor, params, query }) => {
    await assertTheirs(db, actor, { runId: params.id })
    const run = await runOf(db, params.id)
    const start = await mappingStart(services, run, query.kind)
    // The samples are the file's own cells: who looked at them is kept.
    await db.transaction().execute((tx) =>
      recordAudit(tx, actor, {
        action: 'intake.samples.open',
        subjectType: 'import',
        subjectId: run.id,
        after: { rows: start.samples.length },
      }),
    )
    return start
  })
  handle(web, api.previewMapping, async ({ db, services, actor, params, body }) => {
    await assertTheirs(db, actor, { runId: params.id })
    const run = await runOf(db, params.id)
    return mappingPreview(services, run, body, await zoneOf(db, run.shopId))
  })
  handleWrite(web, api.saveMapping, async ({ tx, actor, params, body }) => {
    await assertTheirs(tx, actor, { runId: params.id })
    assertKind(actor, body.kind)
    const run = await runOf(tx, params.id)
    const shop = run.shopId === null ? null : await shopById(tx, run.shopId)
    const layoutId = await addCustomLayout(tx, actor, {
      name: body.name,
      platform: body.forPlatform ? (shop?.platform ?? null) : null,
      shopId: run.shopId,
      kind: body.kind,
      grain: body.grain,
      headers: await headerOfRun(tx, run.id),
      fields: body.fields,
      statuses: body.statuses,
      traits: traitsOf(body),
    })
    await answer(tx, actor, run.id, {
      said: { kind: body.kind, layout: `custom:${layoutId}`, dateOrder: body.dateOrder },
    })
    return { layoutId }
  })
  layoutRoutes(web)
}

function layoutRoutes(web: Web): void {
  handleList(web, api.layouts, async ({ db, actor, query }) =>
    toPage(await listLayouts(db, { ...query, isLimited: isLimited(actor) }), query.limit, (row) => [
      row.updatedAt,
      row.id,
    ]),
  )
  handle(web, api.layout, async ({ db, actor, params }) => {
    const layout = await customLayout(db, params.id)
    assertKind(actor, layout.kind)
    return {
      ...layout,
      meanings: FIELDS[layout.kind].map(({ key, name, isRequired }) => ({
        key,
        ...name,
        isRequired,
      })),
      hasStates: 'status' in layout.fields || 'aftersale_status' in layout.fields,
      imports: await importsBy(db, params.id),
    }
  })
  handleWrite(web, api.editLayout, async ({ tx, actor, params, body }) => {
    assertKind(actor, (await customLayout(tx, params.id)).kind)
    return { version: await editCustomLayout(tx, actor, { id: params.id, ...body }) }
  })
}

async function runOf(db: Db, id: string) {
  const run = await runById(db, id)
  if (!run) throw notFound({ zh: '导入', en: 'import' }, id)
  return run
}
