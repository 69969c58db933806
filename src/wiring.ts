// Every indirection of the program in one place: which routes exist, which code handles which event,
// job and schedule, and what a broken SQL constraint means to a caller. Written by hand, so that
// go-to-definition works from end to end.
import { systemActor } from '#kernel/actor.ts'
import type { CronEntry, EventHandlers, JobHandlers } from '#kernel/background.ts'
import { sealAudit } from '#kernel/audit.ts'
import { type Check, runChecks } from '#kernel/checks.ts'
import { houseSettings } from '#kernel/house.ts'
import type { Web } from '#kernel/http.ts'
import { pruneOutbox } from '#kernel/outbox.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import { resealJob, type SealedColumn } from '#kernel/reseal.ts'
import type { Setting } from '#kernel/settings.ts'
import { api } from './api.ts'
import { importers } from './importers.ts'
import * as access from '#modules/access'
import * as aftersales from '#modules/aftersales'
import * as analytics from '#modules/analytics'
import * as calendars from '#modules/calendars'
import * as carriers from '#modules/carriers'
import * as catalog from '#modules/catalog'
import * as clocks from '#modules/clocks'
import * as connectors from '#modules/connectors'
import * as costing from '#modules/costing'
import * as intake from '#modules/intake'
import * as inventory from '#modules/inventory'
import * as layouts from '#modules/layouts'
import * as listings from '#modules/listings'
import * as market from '#modules/market'
import * as orders from '#modules/orders'
import * as parties from '#modules/parties'
import * as places from '#modules/places'
import * as regions from '#modules/regions'
import * as rules from '#modules/rules'
import * as sales from '#modules/sales'
import * as shops from '#modules/shops'
import * as system from '#modules/system'
import * as warehouse from '#modules/warehouse'

/** Subscribers of the outbox. */
export const eventHandlers: EventHandlers = [
  {
    name: 'aftersales.link_orders',
    types: ['platform.order.snapshotted', 'aftersale.snapshotted'],
    handle: (tx, events) => aftersales.linkOrders(tx, events),
  },
  {
    name: analytics.ORDERS_HANDLER,
    types: ['platform.order.snapshotted', 'order.costed', 'aftersale.snapshotted'],
    handle: analytics.projectOrders,
  },
  {
    name: analytics.MARKET_HANDLER,
    types: ['market.changed'],
    handle: analytics.projectMarket,
  },
  {
    name: analytics.CATEGORIES_HANDLER,
    types: [catalog.RECATEGORISED],
    handle: analytics.projectCategories,
  },
  {
    name: 'connectors.take_parcels',
    types: ['parcel.shipped'],
    handle: (tx, events) => connectors.takeParcels(tx, events),
  },
  {
    name: 'costing.value_moves',
    types: ['stock.moved'],
    handle: (tx, events) => costing.valueMoves(tx, events),
  },
  {
    name: 'inventory.zero_confirm',
    types: ['stock.moved'],
    handle: (tx, events) => inventory.confirmZeros(tx, events),
  },
  {
    name: listings.WORTH_HANDLER,
    types: ['platform.order.snapshotted', 'listing.mapped'],
    handle: (tx, events) => listings.keepWorth(tx, events),
  },
  {
    name: 'orders.follow_clocks',
    types: ['clock.due_changed'],
    handle: (tx, events) => orders.followClocks(tx, events),
  },
  {
    name: 'orders.take_orders',
    types: ['platform.order.snapshotted', 'aftersale.snapshotted'],
    handle: (tx, events) => orders.takeOrders(tx, events),
  },
  {
    name: 'orders.retry_stock',
    types: ['stock.moved', 'stock.released'],
    handle: (tx, events) => orders.retryStock(tx, events),
  },
  {
    name: 'warehouse.follow_orders',
    types: ['order.cancelled', 'order.hold.raised', 'order.unaudited', 'order.cut'],
    handle: (tx, events) => warehouse.followOrders(tx, events),
  },
  {
    name: 'sales.move_stock',
    types: ['platform.order.snapshotted'],
    handle: (tx, events) => sales.moveStock(tx, events),
  },
  {
    name: 'connectors.feed_stock',
    types: [
      'stock.moved',
      'stock.reserved',
      'stock.released',
      'stock.consumed',
      'stock.promise_changed',
      'stock.promise_lost',
      'listing.mapped',
      'platform.order.snapshotted',
    ],
    handle: (tx, events) => connectors.feedStock(tx, events),
  },
  {
    name: 'sales.retry_stops',
    types: ['stock.moved', 'stock.released', 'stock.promise_changed'],
    handle: (tx, events) => sales.retryStops(tx, events),
  },
  {
    name: 'sales.relink_lines',
    types: ['listing.mapped'],
    handle: (tx, events) => sales.relinkLines(tx, events),
  },
]

/** Every column of sealed text: what a change of keys seals anew. */
export const sealedColumns: readonly SealedColumn[] = [
  ...carriers.sealedColumns,
  ...connectors.sealedColumns,
  ...intake.sealedColumns,
  ...parties.sealedColumns,
  ...sales.sealedColumns,
]

/** Job name → handler. */
export const jobHandlers: JobHandlers = {
  [analytics.REBUILD_JOB]: analytics.rebuildJob,
  [analytics.STOCK_DAYS_JOB]: analytics.stockDaysJob,
  'analytics.stock_days': async (_payload, { services }) => analytics.snapshotStock(services),
  'analytics.tidy': async (_payload, { services }) => analytics.tidyFacts(services),
  'audit.seal': async (_payload, { services }) => void (await sealAudit(services.db)),
  'carriers.finish': async (_payload, { services }) => void (await carriers.finishOpen(services)),
  'carriers.watch': async (_payload, { services }) =>
    services.db.transaction().execute(async (tx) => void (await carriers.watchLegs(tx))),
  'connectors.poll_all': async (_payload, { services }) => connectors.pollAll(services),
  [connectors.POLL_JOB]: connectors.poll,
  'intake.run': intake.runBatch(importers),
  [intake.UNDO_JOB]: (payload, context) =>
    intake.runUndo(importers, constraintErrors)(payload, context),
  'inventory.expire': async (_payload, { services }) =>
    services.db.transaction().execute(async (tx) => void (await inventory.expireReservations(tx))),
  'inventory.plan_counts': async (_payload, { services }) =>
    services.db
      .transaction()
      .execute(
        async (tx) =>
          void (await inventory.planCounts(tx, systemActor('count plan'), costing.abcOf)),
      ),
  'listings.worth': async (_payload, { services }) => listings.tidyWorth(services),
  [orders.BULK_JOB]: orders.runBulk,
  'orders.tick': async (_payload, { services }) => orders.tick(services.db),
  'warehouse.recall': async (_payload, { services }) => warehouse.recallLabels(services),
  'vault.reseal': resealJob(sealedColumns, intake.storedFiles),
  'outbox.prune': async (_payload, { services }) =>
    services.db.transaction().execute(async (tx) => void (await pruneOutbox(tx, eventHandlers))),
  'system.check': async (_payload, { services }) => {
    const broken = (await runChecks(services.db, checks)).filter((r) => r.violations.length > 0)
    if (broken.length > 0)
      throw new Error(`checks failed: ${broken.map(({ id }) => id).join(', ')}`)
  },
}

export const crons: readonly CronEntry[] = [
  { schedule: '* * * * *', job: 'analytics.tidy', quiet: true },
  // After midnight in China; a day written once is not written again unless asked for.
  { schedule: '20 * * * *', job: 'analytics.stock_days', quiet: true },
  { schedule: '* * * * *', job: 'audit.seal', quiet: true },
  { schedule: '* * * * *', job: 'carriers.finish', quiet: true },
  { schedule: '*/10 * * * *', job: 'carriers.watch', quiet: true },
  { schedule: '* * * * *', job: 'connectors.poll_all', quiet: true },
  { schedule: '* * * * *', job: 'inventory.expire', quiet: true },
  { schedule: '* * * * *', job: 'listings.worth', quiet: true },
  { schedule: '* * * * *', job: 'orders.tick', quiet: true },
  { schedule: '* * * * *', job: 'warehouse.recall', quiet: true },
  { schedule: '15 19 * * *', job: 'outbox.prune' },
  // 05:00 in China: the tasks lie ready when the first shift comes.
  { schedule: '0 21 * * *', job: 'inventory.plan_counts' },
  // 03:30 in China: before the first shift, after the last.
  { schedule: '30 19 * * *', job: 'system.check' },
]

export const checks: readonly Check[] = [
  ...inventory.checks,
  ...costing.checks,
  ...carriers.checks,
  ...clocks.checks,
  ...connectors.checks,
  ...orders.checks,
  ...rules.checks,
  ...sales.checks,
  ...warehouse.checks,
  system.auditCheck,
]

/** What staff may set, in the order the screen shows. */
const settings: readonly Setting[] = [
  ...houseSettings,
  ...inventory.settings,
  ...orders.settings,
  ...warehouse.settings,
  ...access.settings,
]

export const constraintErrors: ConstraintErrors = {
  ...access.constraintErrors,
  ...calendars.constraintErrors,
  ...carriers.constraintErrors,
  ...catalog.constraintErrors,
  ...clocks.constraintErrors,
  ...connectors.constraintErrors,
  ...inventory.constraintErrors,
  ...layouts.constraintErrors,
  ...listings.constraintErrors,
  ...orders.constraintErrors,
  ...parties.constraintErrors,
  ...places.constraintErrors,
  ...regions.constraintErrors,
  ...rules.constraintErrors,
  ...shops.constraintErrors,
  ...warehouse.constraintErrors,
}

/** What the house decides by rules; each is declared by the module that acts on it. */
const purposes: readonly rules.Purpose[] = [
  carriers.carrierPurpose,
  orders.tagPurpose,
  orders.holdPurpose,
  orders.auditPurpose,
]
export const ruleRoutes = rules.routes(purposes)

export const routes: readonly ((web: Web) => void)[] = [
  access.routes,
  aftersales.routes,
  analytics.routes(eventHandlers),
  calendars.routes,
  carriers.routes,
  catalog.routes,
  clocks.routes,
  connectors.routes,
  costing.routes,
  intake.routes(importers, constraintErrors),
  inventory.routes({ classesOf: costing.abcOf }),
  listings.routes,
  market.routes,
  orders.routes,
  parties.routes,
  places.routes,
  regions.routes,
  ruleRoutes,
  sales.routes,
  shops.routes,
  warehouse.routes,
  system.routes({ api, version: '0.1.0', checks, eventHandlers, settings }),
]
