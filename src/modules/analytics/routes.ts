// HTTP of metrics.
import type { EventHandlers } from '#kernel/background.ts'
import { refuse } from '#kernel/errors.ts'
import { handle, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { rebuildFacts } from './build-facts.ts'
import { analyticsApi as api } from './contract.ts'
import { isAdditive, type Metric, timeBasis } from './define-metric.ts'
import { measureOf } from './measures.ts'
import { METRICS } from './metrics.ts'
import { ask } from './query.ts'
import { readRows } from './rows.ts'
import { DIMENSION_NAMES, DIMENSIONS, isGrain, LINE_DIMENSIONS, sourceOf } from './sources.ts'

/** The handlers are wiring's; their backlog is this module's freshness. */
export function routes(handlers: EventHandlers): (web: Web) => void {
  return (web) => {
    handle(web, api.metrics, async () => ({
      metrics: METRICS.map((metric) => ({ id: metric.id, ...described(metric) })),
      dimensions: DIMENSION_NAMES.map((id) => ({ id, ...DIMENSIONS[id] })),
    }))
    handle(web, api.query, ({ services, body }) => {
      refuseReversed(body)
      return ask(services, handlers, body)
    })
    handleList(web, api.rows, async ({ services, query }) => {
      const { metric, part, from, to, cursor, limit, ...filters } = query
      refuseReversed({ from, to })
      const rows = await readRows(services, { metric, part, from, to, filters, cursor, limit })
      return toPage(rows, limit, ({ day, key }) => [day, key])
    })
    handle(web, api.rebuild, async ({ services }) => ({ lines: await rebuildFacts(services) }))
  }
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
