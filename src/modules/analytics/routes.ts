// HTTP of metrics.
import type { EventHandlers } from '#kernel/background.ts'
import { handle, type Web } from '#kernel/http.ts'
import { analyticsApi as api } from './contract.ts'
import { rebuildFacts } from './facts.ts'
import { DIMENSION_NAMES, DIMENSIONS, METRICS } from './metrics.ts'
import { ask } from './query.ts'

/** The handlers are wiring's; their backlog is this module's freshness. */
export function routes(handlers: EventHandlers): (web: Web) => void {
  return (web) => {
    handle(web, api.metrics, async () => ({
      metrics: METRICS.map((metric) => ({ ...metric })),
      dimensions: DIMENSION_NAMES.map((id) => ({
        id,
        zh: DIMENSIONS[id].zh,
        en: DIMENSIONS[id].en,
      })),
    }))
    handle(web, api.query, ({ services, body }) => ask(services, handlers, body))
    handle(web, api.rebuild, async ({ services }) => ({ lines: await rebuildFacts(services) }))
  }
}
