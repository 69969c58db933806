// Reading addresses for an import of a million rows: free text, columns, and both at once. Beside it what everybody writes
// first: look which of all full paths the text begins with.
import { loadDivisions, parseAddress } from '#modules/regions'
import { testDatabase } from '#test/postgres.ts'
import type { Benchmark } from './run.ts'

const ADDRESSES = 200_000
const NAIVE_ADDRESSES = 2_000

type Input = Parameters<typeof parseAddress>[1]

export const addresses: Benchmark = {
  id: 'ADDR',
  title: 'Addresses read into province, city and district',
  bar: 'at least 50,000 addresses a second of one core’s time',
  sizes: { addresses: ADDRESSES, naiveAddresses: NAIVE_ADDRESSES },
  rounds: 3,
  async run() {
    await using database = await testDatabase()
    const index = await loadDivisions(database.db)
    const paths = [...index.places.values()]
      .filter((place) => place.isLeaf && !place.isGrouping)
      .map(({ code, province, city, name, pathText }) => ({
        code,
        columns: { province: province.name, city: city?.name ?? '', district: name },
        text: pathText,
      }))
    const write = (n: number): Input => {
      // A prime step, so that neighbours in the file are no neighbours in the table.
      const path = paths[(n * 7919) % paths.length]!
      const rest = `解放路${n}号3栋2单元502室`
      if (n % 3 === 0) return { ...path.columns, address: rest }
      return n % 3 === 1
        ? { address: `${path.text} ${rest}(310000)` }
        : { ...path.columns, address: path.text + rest }
    }
    const inputs = Array.from({ length: ADDRESSES }, (_, n) => write(n))
    const sure = { count: 0 }
    const perSecond = rate(inputs, (input) => {
      if (parseAddress(index, input).confidence >= 85) sure.count += 1
    })
    const texts = inputs.slice(0, NAIVE_ADDRESSES).map(({ address }) => address ?? '')
    const naivePerSecond = rate(texts, (text) => paths.find((path) => text.startsWith(path.text)))
    return { perSecond, naivePerSecond, sureShare: sure.count / ADDRESSES }
  },
}

function rate<T>(inputs: readonly T[], work: (input: T) => unknown): number {
  // Time of the processor, since nothing here waits for anything.
  const started = process.cpuUsage()
  for (const input of inputs) work(input)
  const { user, system } = process.cpuUsage(started)
  return Math.round(inputs.length / ((user + system) / 1e6))
}
