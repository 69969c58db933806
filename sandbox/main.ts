// `npm run sandbox`: the sandbox platform on its own. Options: --port --seed --orders --days --speed --chaos --shops --increment --mask --file.
import { parseArgs } from 'node:util'
import { planOrders } from './life.ts'
import { startSandbox } from './server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4180' },
    seed: { type: 'string', default: 'sandbox' },
    orders: { type: 'string', default: '200' },
    days: { type: 'string', default: '2' },
    speed: { type: 'string', default: '1' },
    chaos: { type: 'string', default: '1' },
    shops: { type: 'string', default: '2' },
    increment: { type: 'string', default: '0' },
    mask: { type: 'boolean', default: false },
    file: { type: 'string' },
  },
})
const number = (
  name: 'port' | 'orders' | 'days' | 'speed' | 'chaos' | 'shops' | 'increment',
): number => {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} 应为数字 · must be a number: ${values[name]}`)
  process.exit(2)
}

const sandbox = await startSandbox({
  port: number('port'),
  seed: values.seed,
  startedAt: Date.now(),
  shops: number('shops'),
  chaos: number('chaos'),
  speed: number('speed'),
  incrementShops: number('increment'),
  masks: values.mask,
  ...(values.file === undefined ? {} : { file: values.file }),
})
if (Object.keys(sandbox.world.orders).length === 0 && number('orders') > 0)
  planOrders(sandbox.world, number('orders'), number('days'))
console.log(
  `沙箱平台 · Sandbox platform: ${sandbox.url}  (seed ${values.seed}, chaos ${values.chaos}, speed ${values.speed})`,
)
for (const { id, name, appKey, secret } of sandbox.world.shops)
  console.log(`  ${name}  shop_id ${id}  app_key ${appKey}  secret ${secret}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void sandbox[Symbol.asyncDispose]().then(() => process.exit(0)))
