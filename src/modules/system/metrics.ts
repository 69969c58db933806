// Numbers for Prometheus: how long requests take by route, how far the outbox is behind, what the pool does.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { EventHandlers } from '#kernel/background.ts'
import type { Web } from '#kernel/http.ts'
import { outboxState } from '#kernel/outbox.ts'

export function openMetrics(web: Web, handlers: EventHandlers): () => Promise<string> {
  const registers = [new Registry()]
  const [register] = registers as [Registry]
  collectDefaultMetrics({ register })
  const duration = new Histogram({
    name: 'millrace_http_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  web.app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
  const { pool, db } = web.services
  new Gauge({
    name: 'millrace_pool_connections',
    help: 'Connections to PostgreSQL by state',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'total' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  new Gauge({
    name: 'millrace_outbox_waiting',
    help: 'Events not yet handled, by handler',
    labelNames: ['handler'],
    registers,
    async collect() {
      for (const { handler, waiting } of await outboxState(db, handlers)) {
        this.set({ handler }, Number(waiting))
      }
    },
  })
  return () => register.metrics()
}
