// The sandbox platform as a server: signed API, pushes, the buyer's page, exports, its own truth, and a clock that can be moved.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askRefund } from './aftersales.ts'
import { truth } from './api.ts'
import { touch } from './change.ts'
import { exportCsv, LAYOUT_NAMES } from './export.ts'
import { faultyApi } from './faults.ts'
import { newOrderNo, place, planOrders, planRush, runUntil, STEPS } from './life.ts'
import { homePage, orderPage } from './page.ts'
import { deliverPushes } from './pushes.ts'
import { chanceOf } from './random.ts'
import { review, reviewsCsv } from './reviews.ts'
import { newWorld, type Order, shopOf, type World, type WorldOptions } from './world.ts'

export interface Sandbox extends AsyncDisposable {
  readonly url: string
  readonly world: World
  /** Let the platform's clock run so far, and deliver what is due. */
  advance(ms: number): Promise<void>
}

export interface SandboxOptions extends WorldOptions {
  readonly port?: number
  /** Platform seconds a second; 0 stands still until it is moved. */
  readonly speed?: number
  /** Where the world is kept between runs. */
  readonly file?: string
}

const TICK_MS = 500
const SAVE_EVERY_MS = 30_000

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = options.file === undefined ? newWorld(options) : loadWorld(options.file, options)
  let running: Promise<void> = Promise.resolve()
  const advance = (ms: number): Promise<void> => {
    // One after the other: the clock never runs twice at once.
    running = running.then(async () => {
      runUntil(world, world.now + ms)
      await deliverPushes(world)
    })
    return running
  }
  const app = Fastify({ bodyLimit: 1024 * 1024 })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  addApi(app, world)
  addAdmin(app, world, advance)
  addPages(app, world)
  const url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  const speed = options.speed ?? 0
  const tick = speed > 0 ? setInterval(() => void advance(TICK_MS * speed), TICK_MS) : undefined
  const save = () => (options.file === undefined ? undefined : saveWorld(options.file, world))
  const saving = setInterval(save, SAVE_EVERY_MS)
  return {
    url,
    world,
    advance,
    async [Symbol.asyncDispose]() {
      clearInterval(tick)
      clearInterval(saving)
      await running
      await app.close()
      save()
    },
  }
}

function loadWorld(file: string, options: WorldOptions): World {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as World
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return newWorld(options)
  }
}

function saveWorld(file: string, world: World): void {
  writeFileSync(`${file}.new`, JSON.stringify(world))
  renameSync(`${file}.new`, file)
}

const SYSTEM = z.object({
  app_key: z.string(),
  timestamp: z.string(),
  v: z.string(),
  sign: z.string(),
  access_token: z.string().default(''),
})

function addApi(app: FastifyInstance, world: World): void {
  const api = faultyApi(world)
  app.get('/api/time', () => ({ code: 10000, data: { now: api.clock() } }))
  app.post<{ Params: { group: string; name: string } }>(
    '/api/:group/:name',
    async (request, reply) => {
      const system = SYSTEM.safeParse(request.query)
      if (!system.success)
        return reply.code(400).send({ code: 40000, msg: 'system parameters are missing' })
      const { app_key: appKey, access_token: accessToken, ...rest } = system.data
      const method = `${request.params.group}.${request.params.name}`
      const said = await api.reply({ ...rest, appKey, accessToken, method, params: request.body })
      if (said.retryAfterMs !== undefined) reply.header('retry-after-ms', said.retryAfterMs)
      return reply.code(said.status).send(said.body ?? { code: 20000, msg: 'the service is busy' })
    },
  )
}

const ADVANCE = z.object({
  ms: z
    .int()
    .min(0)
    .max(400 * 86_400_000),
})
const PLAN = z.object({ orders: z.int().min(1).max(200_000), days: z.number().positive().max(400) })
const RUSH = z.object({
  code: z.string(),
  orders: z.int().min(1).max(100_000),
  seconds: z.int().min(1).max(86_400),
})
const PUSH = z.object({ shop_id: z.string(), url: z.url().nullable() })

function addAdmin(
  app: FastifyInstance,
  world: World,
  advance: (ms: number) => Promise<void>,
): void {
  app.get('/truth', () => truth(world))
  app.post('/admin/advance', async (request) => {
    await advance(ADVANCE.parse(request.body).ms)
    return { now: world.now }
  })
  app.post('/admin/plan', (request) => {
    const { orders, days } = PLAN.parse(request.body)
    planOrders(world, orders, days)
    return { planned: orders }
  })
  app.post('/admin/rush', (request) => {
    const { code, orders, seconds } = RUSH.parse(request.body)
    planRush(world, code, orders, seconds)
    return { planned: orders }
  })
  app.post('/admin/push', (request, reply) => {
    const { shop_id, url } = PUSH.parse(request.body)
    const shop = shopOf(world, shop_id)
    if (!shop) return reply.code(404).send({ msg: 'no such shop' })
    shop.pushTo = url
    return { shop_id, url }
  })
  app.get<{ Params: { file: string } }>('/export/:file', (request, reply) => {
    const { as = 'douyin' } = request.query as { as?: string }
    const name = LAYOUT_NAMES.find((one) => one === as)
    if (!name) return reply.code(404).send({ msg: `layouts: ${LAYOUT_NAMES.join(' ')}` })
    const csv = exportCsv(world, request.params.file.replace(/\.csv$/, ''), name)
    return reply.type('text/csv; charset=utf-8').send(csv)
  })
  app.get<{ Params: { file: string } }>('/reviews/:file', (request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .send(reviewsCsv(world, request.params.file.replace(/\.csv$/, ''))),
  )
}

const BUY = z.object({
  shop: z.string(),
  sku: z.string(),
  qty: z.coerce.number().int().min(1).max(99),
  note: z.string().max(50).default(''),
})

const ADDRESS = z.object({ address: z.string().trim().min(4).max(100) })
const REVIEW = z.object({
  stars: z.coerce.number().int().min(1).max(5),
  text: z.string().max(200).default(''),
})

/** What a buyer does on the page of an order. */
function addBuyersActs(app: FastifyInstance, world: World): void {
  const act = (name: string, run: (order: Order, body: unknown) => boolean) =>
    app.post<{ Params: { no: string } }>(`/orders/:no/${name}`, (request, reply) => {
      const order = world.orders[request.params.no]
      if (!order || !run(order, request.body)) return reply.code(409).send({ msg: 'not now' })
      return reply.redirect(`/orders/${order.no}?lang=${langOf(request)}`, 303)
    })
  act('refund', (order) => order.paidAt !== null && askRefund(world, order).length > 0)
  act('address', (order, body) => {
    const asked = ADDRESS.safeParse(body)
    if (!asked.success || (order.state !== 'to_ship' && order.state !== 'held')) return false
    order.receiver = { ...order.receiver, address: asked.data.address }
    touch(world, order, '111')
    return true
  })
  act('tail', (order) => {
    if (order.state !== 'deposit_paid') return false
    STEPS['tail']!(world, order, chanceOf(`${world.seed}/${order.no}/tail`))
    return true
  })
  act('review', (order, body) => {
    const said = REVIEW.safeParse(body)
    return said.success && review(world, order, said.data.stars, said.data.text) !== null
  })
}

const langOf = (request: FastifyRequest) =>
  (request.query as { lang?: string }).lang === 'en' ? 'en' : 'zh'

function addPages(app: FastifyInstance, world: World): void {
  app.get('/', (request, reply) => reply.type('text/html').send(homePage(world, langOf(request))))
  app.post('/buy', (request, reply) => {
    const bought = BUY.safeParse(request.body)
    const shop = bought.success ? shopOf(world, bought.data.shop) : undefined
    const offer = shop?.offers.find(({ skuId }) => skuId === bought.data?.sku)
    if (!bought.success || !shop || !offer) return reply.code(400).send({ msg: 'no such offer' })
    const no = newOrderNo(world)
    const chance = chanceOf(`${world.seed}/${no}/bought`)
    const order = place(world, shop, no, [{ offer, qty: bought.data.qty }], chance)
    if (order === null) return reply.code(409).send({ msg: 'sold out' })
    order.buyerNote = bought.data.note
    STEPS['pay']!(world, order, chanceOf(`${world.seed}/${no}/pay`))
    return reply.redirect(`/orders/${no}?lang=${langOf(request)}`, 303)
  })
  app.get<{ Params: { no: string } }>('/orders/:no', (request, reply) => {
    const order = world.orders[request.params.no]
    if (!order) return reply.code(404).send({ msg: 'no such order' })
    return reply.type('text/html').send(orderPage(order, langOf(request)))
  })
  addBuyersActs(app, world)
}
