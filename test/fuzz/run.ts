// `node test/fuzz/run.ts 20000 [first seed]`: broken files at full length.
import { fuzz } from './fuzz.ts'

const [count = 20_000, first = 1] = process.argv.slice(2).map(Number)
const started = performance.now()
const { files, outcomes, findings } = await fuzz(first, count)
for (const [outcome, times] of Object.entries(outcomes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${times}\t${outcome}`)
for (const finding of findings) console.log(finding)
const seconds = Math.round((performance.now() - started) / 1000)
console.log(`${files} broken files, ${findings.length} findings (${seconds} s)`)
process.exit(findings.length === 0 && files === count ? 0 : 1)
