// Reviews. Their text is public; who wrote it is kept masked. A file without ids is known by what is written: the same text
// about the same thing twice is one review.
import { createHash } from 'node:crypto'
import { dateIn } from '#kernel/time.ts'
import { type CellReader, type Importer, readerOf } from '#modules/layouts'
import { REVIEW_FIGURES } from './figures.ts'
import { moreOf, readFigures } from './reading.ts'
import { openStore, type Value } from './store.ts'

const LABELS: Readonly<Record<string, 'good' | 'neutral' | 'bad'>> = {
  好评: 'good',
  好: 'good',
  good: 'good',
  positive: 'good',
  中评: 'neutral',
  中: 'neutral',
  neutral: 'neutral',
  差评: 'bad',
  差: 'bad',
  bad: 'bad',
  negative: 'bad',
}

export const importReviews: Importer = async (work, file) => {
  const store = await openStore(work, file, 'reviews')
  const shop = work.shop!
  const reader = readerOf(file, shop.timeZone)
  const rest = moreOf(file, REVIEW_FIGURES, ['created_at', 'answered_at'])
  const totals: Record<string, bigint> = { reviews: 0n, scored: 0n, bad: 0n }
  let done = 0
  for await (const row of file.rows()) {
    done += 1
    if (done % 1000 === 0) await work.progress(done)
    const cells = reader(row)
    const values = readFigures(
      cells,
      REVIEW_FIGURES.filter(({ column }) => column !== 'review_no'),
    )
    Object.assign(values, scoreOf(cells))
    const writtenAt = cells.instant('created_at')
    values['written_at'] = writtenAt
    values['answered_at'] = cells.instant('answered_at')
    if (values['buyer_masked']) values['buyer_masked'] = mask(String(values['buyer_masked']))
    const isEmpty = !values['body'] && !values['title'] && !values['score'] && !values['label']
    if (isEmpty) cells.bad('content', '评分和内容都没有', 'has neither score nor text')
    if (cells.problems.length > 0) {
      store.counts.refused += 1
      work.refuse(row, cells.problems)
      continue
    }
    totals['reviews']! += 1n
    if (values['score'] || values['label']) totals['scored']! += 1n
    if (values['label'] === 'bad') totals['bad']! += 1n
    await store.put({
      row,
      weight: 1,
      key: { review_no: numberOf(cells) || digestOf(values) },
      from: writtenAt === null ? null : dateIn(writtenAt, shop.timeZone),
      to: null,
      values,
      more: rest(row),
    })
  }
  await store.finish()
  return { ...store.counts, totals }
}

/** Five stars and four are good, three is neutral: what platforms call 好评, 中评, 差评. */
function scoreOf(cells: CellReader): Record<string, Value> {
  const text = cells.text('score')
  const own = cells.text('label')
  const label = LABELS[(own || text).toLowerCase()]
  // 1 and 0 mean good and bad as labels; as a score, 1 is the worst.
  if (own !== '') {
    const binary = own === '1' ? 'good' : own === '0' ? 'bad' : label
    if (binary === undefined)
      cells.bad('label', '应为 1 或 0,或好评、差评', 'must be 1 or 0, or good, bad')
    return { score: starsOf(text), label: binary ?? null }
  }
  if (text === '' || label) return { score: null, label: label ?? null }
  const score = starsOf(text)
  if (score === null) {
    cells.bad('score', '应为 1 到 5,或好评、中评、差评', 'must be 1 to 5, or good, neutral, bad')
    return { score: null, label: null }
  }
  return { score, label: score >= 4n ? 'good' : score === 3n ? 'neutral' : 'bad' }
}

function starsOf(text: string): bigint | null {
  const score = /^([1-5])(?:\.0+)?(?:\s*[星分])?$/.exec(text)?.[1]
  return score === undefined ? null : BigInt(score)
}

/** Some platforms give one number to what a buyer wrote about several orders at once: each is a review of its own. */
function numberOf(cells: CellReader): string {
  const [id, order] = [cells.text('review_id'), cells.text('order_id')]
  return id !== '' && order !== '' ? `${id}@${order}` : id
}

const mask = (nick: string) => {
  const letters = [...nick]
  return letters.length < 2 ? '*' : `${letters[0]}**${letters.length > 2 ? letters.at(-1) : ''}`
}

function digestOf(values: Readonly<Record<string, Value>>): string {
  const told = [
    'platform_item',
    'category',
    'order_no',
    'title',
    'body',
    'score',
    'label',
    'written_at',
  ]
  const text = told
    .map((column) => values[column])
    .map((value) => (value instanceof Date ? value.toISOString() : String(value ?? '')))
    .join('\u001f')
  return `hash:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}
