// `npm run carrier-sandbox`: the carrier on its own. Options: --port --seed --chaos; it travels a leg each minute.
import { parseArgs } from 'node:util'
import { startCarrier } from './carrier.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4181' },
    seed: { type: 'string', default: 'sandbox' },
    chaos: { type: 'string', default: '1' },
    push: { type: 'string' },
  },
})
const [port, chaos] = [Number(values.port), Number(values.chaos)]
if (!Number.isFinite(port) || !Number.isFinite(chaos)) {
  console.error('--port、--chaos 应为数字 · must be numbers')
  process.exit(2)
}
const carrier = await startCarrier({ port, chaos, seed: values.seed, startedAt: Date.now() })
carrier.pushTo(values.push ?? null)
console.log(
  `沙箱快递 · Sandbox carrier: ${carrier.url}  EBusinessID ${carrier.account}  key ${carrier.key}  (seed ${values.seed}, chaos ${values.chaos})`,
)
/** A leg a minute: an hour of a parcel's life. */
const ticking = setInterval(() => void carrier.travel(1), 60_000)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(ticking)
    void carrier[Symbol.asyncDispose]().then(() => process.exit(0))
  })
}
