// HTTP of imports: take files, remember them, let a job do the work; answer what it asks; undo.
import { Readable } from 'node:stream'
import { recordAudit } from '#kernel/audit.ts'
import { notFound } from '#kernel/errors.ts'
import { houseTimeZone } from '#kernel/house.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { type ConstraintErrors, toAppError } from '#kernel/problems.ts'
import { readSetting } from '#kernel/settings.ts'
import { sheetStream } from '#kernel/sheet.ts'
import { shopByCode } from '#modules/shops'
import { intakeApi as api } from './contract.ts'
import { tooManyForXlsx } from './errors.ts'
import type { Importers } from './importers.ts'
import { mappingRoutes } from './mapping-routes.ts'
import { listRefusals, listRuns } from './queries.ts'
import { headerOfRun, openRefused, refusedColumns, refusedRows } from './refused-file.ts'
import { readAgain } from './read-again.ts'
import { answer, cancelBatch, commitTried, startBatch, storeFiles } from './take-files.ts'
import { cancelUndo, previewUndo, startUndo } from './undo.ts'
import { assertTheirs, isLimited } from './whose.ts'

const RUN = { zh: '导入', en: 'import' }

export const routes =
  (importers: Importers, constraints: ConstraintErrors) =>
  (web: Web): void => {
    uploadRoutes(web)
    readRoutes(web)
    refusedRoutes(web)
    mappingRoutes(web)
    handle(web, api.undoPreview, async ({ db, services, actor, params }) => {
      await assertTheirs(db, actor, { runId: params.id })
      return previewUndo(db, services, actor, importers, params.id).catch((error: unknown) => {
        const told = toAppError(error, constraints)
        if (told.status !== 409) throw error
        return { records: 0, isTried: true, reason: { code: told.code, ...told.text } }
      })
    })
    handleWrite(web, api.undo, async ({ tx, actor, params, body }) => {
      await assertTheirs(tx, actor, { runId: params.id })
      return { jobId: await startUndo(tx, actor, importers, { runId: params.id, ...body }) }
    })
    handleWrite(web, api.again, async ({ tx, services, actor, params }) => {
      await assertTheirs(tx, actor, { runId: params.id })
      return { batchId: await readAgain(tx, services, actor, params.id) }
    })
    handleWrite(web, api.cancelUndo, async ({ tx, actor, params }) => {
      await assertTheirs(tx, actor, { runId: params.id })
      await cancelUndo(tx, actor, params.id)
      return { ok: true }
    })
  }

function uploadRoutes(web: Web): void {
  handle(web, api.upload, async ({ db, query, actor, request, services }) => {
    const shop = query.shop ? await shopByCode(db, query.shop) : null
    const taken = await storeFiles(services, request.files())
    const batchId = await db.transaction().execute((tx) =>
      startBatch(
        tx,
        actor,
        {
          dryRun: query.dryRun,
          shopId: shop?.id ?? null,
          said: query.kind === undefined ? {} : { kind: query.kind },
        },
        taken,
      ),
    )
    return { id: taken[0]!.id, batchId, runs: taken.map(({ id }) => id) }
  })
  handleWrite(web, api.commit, async ({ tx, actor, params }) => {
    await assertTheirs(tx, actor, { runId: params.id })
    return commitTried(tx, actor, { runId: params.id })
  })
  handleWrite(web, api.commitBatch, async ({ tx, actor, params }) => {
    await assertTheirs(tx, actor, { batchId: params.id })
    return commitTried(tx, actor, { batchId: params.id })
  })
  handleWrite(web, api.cancelBatch, async ({ tx, actor, params }) => {
    await assertTheirs(tx, actor, { batchId: params.id })
    await cancelBatch(tx, actor, params.id)
    return { ok: true }
  })
  handleWrite(web, api.answer, async ({ tx, actor, params, body: { shop, ...said } }) => {
    await assertTheirs(tx, actor, { runId: params.id })
    const shopId = shop === undefined ? undefined : (await shopByCode(tx, shop)).id
    await answer(tx, actor, params.id, { shopId, said })
    return { ok: true }
  })
}

function readRoutes(web: Web): void {
  handleList(web, api.runs, async ({ db, query, actor }) =>
    toPage(await listRuns(db, { ...query, isLimited: isLimited(actor) }), query.limit, (row) => [
      row.createdAt,
      row.id,
    ]),
  )
  handle(web, api.run, async ({ db, actor, params }) => {
    await assertTheirs(db, actor, { runId: params.id })
    const [run] = await listRuns(db, { id: params.id, limit: 1 })
    if (!run) throw notFound(RUN, params.id)
    return run
  })
  handle(web, api.batch, async ({ db, actor, params }) => {
    await assertTheirs(db, actor, { batchId: params.id })
    const runs = await listRuns(db, { batchId: params.id, limit: 199 })
    if (runs.length === 0) throw notFound(RUN, params.id)
    return { id: params.id, runs: runs.toReversed() }
  })
}

/** A workbook is made in memory; a CSV streams. */
const MAX_XLSX = 100_000

function refusedRoutes(web: Web): void {
  handleList(web, api.refusals, async ({ db, actor, query, params }) => {
    const id = params['id'] ?? ''
    await assertTheirs(db, actor, { runId: id })
    return toPage(await listRefusals(db, id, query), query.limit, (row) => [row.row, row.column])
  })
  handleWrite(web, api.openRefused, async ({ tx, services, actor, params }) => {
    await assertTheirs(tx, actor, { runId: params.id })
    const cells = await openRefused(services, params.id, params.row)
    if (!cells) throw notFound({ zh: '被拒的行', en: 'refused row' }, String(params.row))
    await recordAudit(tx, actor, {
      action: 'intake.refused_row.open',
      subjectType: 'import',
      subjectId: params.id,
      after: { row: params.row },
    })
    return { cells }
  })
  handle(web, api.refusedFile, async ({ db, services, actor, params, query, reply }) => {
    await assertTheirs(db, actor, { runId: params.id })
    const [run] = await listRuns(db, { id: params.id, limit: 1 })
    if (!run) throw notFound(RUN, params.id)
    if (query.format === 'xlsx' && run.refusedKept > MAX_XLSX)
      throw tooManyForXlsx(run.refusedKept, MAX_XLSX)
    await db.transaction().execute((tx) =>
      recordAudit(tx, actor, {
        action: 'intake.refused_rows.download',
        subjectType: 'import',
        subjectId: params.id,
        after: { rows: run.refusedKept, format: query.format },
      }),
    )
    const columns = refusedColumns(await headerOfRun(db, params.id))
    const title = query.lang === 'zh' ? '被拒的行' : 'Refused rows'
    const file = sheetStream(refusedRows(services, params.id, query.lang), columns, {
      ...query,
      title,
      filters: { file: run.fileName },
      timeZone: await readSetting(db, houseTimeZone),
    })
    const name = `${run.fileName.replace(/\.[^.]*$/, '')}-${title}.${query.format}`
    reply.header(
      'content-disposition',
      `attachment; filename="refused.${query.format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    reply.type(
      query.format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    return reply.send(Readable.from(file)) as never
  })
}
