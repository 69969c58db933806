// HTTP of metrics.
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { EventHandlers } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { houseToday } from '#kernel/house.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { enqueue } from '#kernel/jobs.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { QUEUE, REBUILD_JOB } from './build-facts.ts'
import { analyticsApi as api } from './contract.ts'
import { isAdditive, type Metric, timeBasis } from './define-metric.ts'
import { measureOf } from './measures.ts'
import { METRICS } from './metrics.ts'
import { namesOf, workbook } from './export.ts'
import { currencies, freshness } from './freshness.ts'
import { funnel } from './funnel.ts'
import { ask, withMoney } from './query.ts'
import { readRestatements, zoneOf } from './read-restatements.ts'
import { readRows } from './rows.ts'
import { refuseTooMany, STOCK_DAYS_JOB } from './stock-days.ts'
import { DIMENSION_NAMES, DIMENSIONS, isGrain, LINE_DIMENSIONS, sourceOf } from './sources.ts'

/** The handlers are wiring's; their backlog is this module's freshness. */
export function routes(handlers: EventHandlers): (web: Web) => void {
  return (web) => {
    handle(web, api.metrics, async () => ({
      metrics: METRICS.map((metric) => ({ id: metric.id, ...described(metric) })),
      dimensions: DIMENSION_NAMES.map((id) => ({ id, ...DIMENSIONS[id] })),
    }))
    handle(web, api.query, async ({ services, body }) => {
      refuseReversed(body)
      const filters = await withMoney(services.db, body.filters)
      return ask(services, handlers, { ...body, filters })
    })
    handleList(web, api.rows, async ({ services, query }) => {
      const { metric, part, from, to, cursor, limit, ...given } = query
      refuseReversed({ from, to })
      const filters = await withMoney(services.db, given)
      const rows = await readRows(services, { metric, part, from, to, filters, cursor, limit })
      return toPage(rows, limit, ({ day, key }) => [day, key])
    })
    handle(web, api.freshness, async ({ services, query: { from, to, ...given } }) => {
      const day = await houseToday(services.db)
      const period = { from: from ?? to ?? day, to: to ?? from ?? day }
      refuseReversed(period)
      const fresh = await freshness(services, period, await withMoney(services.db, given))
      return { ...fresh, currencies: await currencies(services) }
    })
    handle(web, api.restatements, async ({ services, query: { from, to, ...given } }) => {
      refuseReversed({ from, to })
      return { items: await readRestatements(services.db, { from, to }, given) }
    })
    handle(web, api.funnel, async ({ services, query: { from, to, ...given } }) => {
      refuseReversed({ from, to })
      return funnel(services, { from, to }, await withMoney(services.db, given))
    })
    handle(web, api.export, async ({ services, query, reply }) => {
      const { from, to, metrics, by, compare, lang, ...given } = query
      refuseReversed({ from, to })
      const filters = await withMoney(services.db, given)
      const asked = { ...namesOf(metrics, by), from, to, filters, compare, limit: 5000 }
      const restated = await readRestatements(services.db, asked, given)
      const file = await workbook(asked, await ask(services, handlers, asked), {
        lang,
        restated,
        timeZone: await zoneOf(services.db, given),
      })
      const name = `${lang === 'zh' ? '经营数据' : 'Sales figures'} ${from} ${to}.xlsx`
      reply.header(
        'content-disposition',
        `attachment; filename="metrics.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      return reply.send(Buffer.from(file)) as never
    })
    handleWrite(web, api.stockDays, async ({ tx, actor, body }) => {
      refuseReversed(body)
      refuseTooMany(body.from, body.to)
      return {
        jobId: await askFor(
          tx,
          actor,
          { job: STOCK_DAYS_JOB, action: 'analytics.write_stock_days' },
          body,
        ),
      }
    })
    handleWrite(web, api.rebuild, async ({ tx, actor }) => ({
      jobId: await askFor(tx, actor, { job: REBUILD_JOB, action: 'analytics.rebuild' }, {}),
    }))
  }
}

/** Long work is a job: it is seen, cancelled and tried again where all jobs are. */
async function askFor(
  tx: Tx,
  actor: Actor,
  { job, action }: { readonly job: string; readonly action: string },
  payload: Readonly<Record<string, string>>,
): Promise<string> {
  const id = await enqueue(tx, job, payload, { requestedBy: actor.name, queue: QUEUE })
  await recordAudit(tx, actor, {
    action,
    subjectType: 'job',
    subjectId: id,
    after: payload,
  })
  return id
}

function described(metric: Metric) {
  const { id: _id, parts, value: _sql, ...words } = metric
  return {
    ...words,
    timeBasis: timeBasis(metric),
    isAdditive: isAdditive(metric),
    parts: parts.map((id) => ({
      id,
      ...measureOf(id).says,
      basis: sourceOf(measureOf(id).source).basis,
    })),
    dimensions: DIMENSION_NAMES.filter((name) =>
      parts.every((part) => {
        const measure = measureOf(part)
        if (isGrain(name)) return true
        const isKnown = sourceOf(measure.source).dimensions[name] !== undefined
        return isKnown && (!LINE_DIMENSIONS.includes(name) || measure.perLine !== undefined)
      }),
    ),
  }
}

function refuseReversed({ from, to }: { from: string; to: string }): void {
  if (from <= to) return
  throw refuse(
    'analytics.period_reversed',
    400,
    {
      zh: `开始日期 ${from} 晚于结束日期 ${to};请对调`,
      en: `The period begins (${from}) after it ends (${to}). Swap the dates.`,
    },
    { fields: ['from', 'to'] },
  )
}
