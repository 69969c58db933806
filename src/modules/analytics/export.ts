// A question as a workbook: the numbers with types, the definitions they follow, and what was asked when.
import { formatYuan } from '#kernel/money.ts'
import { refuse } from '#kernel/errors.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { wallText } from '#kernel/time.ts'
import { filterNames } from './compile.ts'
import type { Asked, ask } from './query.ts'
import { isAdditive, type Metric, timeBasis } from './define-metric.ts'
import { METRIC_IDS, type MetricId, metricOf } from './metrics.ts'
import type { Restatement } from './read-restatements.ts'
import { type Dimension, DIMENSION_NAMES, DIMENSIONS } from './sources.ts'

type Lang = 'zh' | 'en'
type Cell = string | number | null
type Answer = Awaited<ReturnType<typeof ask>>

/** Comma separated names as the address has them; an unknown one is named. */
export function namesOf(metrics: string, by: string): { metrics: MetricId[]; by: Dimension[] } {
  const pick = <T extends string>(text: string, known: readonly T[]): T[] =>
    text
      .split(',')
      .filter((name) => name !== '')
      .map((name) => {
        const found = known.find((one) => one === name)
        if (found !== undefined) return found
        throw refuse('analytics.unknown_name', 400, {
          zh: `没有「${name}」这个指标或维度;见 指标口径`,
          en: `There is no metric or dimension "${name}". See the metric definitions.`,
        })
      })
  return { metrics: pick(metrics, METRIC_IDS), by: pick(by, DIMENSION_NAMES) }
}

const say =
  (lang: Lang) =>
  (zh: string, en: string): string =>
    lang === 'zh' ? zh : en

/** What stands around the numbers. */
interface Around {
  readonly lang: Lang
  /** The clocks of the only shop asked for, else those of the house. */
  readonly timeZone: string
  readonly restated: readonly Restatement[]
}

export async function workbook(asked: Asked, answer: Answer, around: Around): Promise<Uint8Array> {
  const { lang } = around
  const { writeXlsx } = await import('hucre/xlsx')
  const t = say(lang)
  const metrics = asked.metrics.map(metricOf)
  return writeXlsx({
    sheets: [
      numbersSheet(asked, answer, metrics, lang),
      {
        name: t('口径', 'Definitions'),
        columns: [
          { width: 20 },
          { width: 44 },
          { width: 24 },
          { width: 36 },
          { width: 60 },
          { width: 12 },
          { width: 22 },
        ],
        rows: [
          [
            t('指标', 'Metric'),
            t('公式', 'Formula'),
            t('时间口径', 'Time basis'),
            t('退款', 'Refunds'),
            t('注意', 'Caveats'),
            t('可加', 'Adds up'),
            t('编号与版本', 'Id and version'),
          ],
          ...metrics.map((metric) => definitionRow(metric, lang)),
        ],
        freezePane: { rows: 1 },
      },
      {
        name: t('说明', 'About'),
        columns: [{ width: 20 }, { width: 44 }],
        rows: aboutRows(asked, answer, around),
      },
    ],
  } as never)
}

function numbersSheet(asked: Asked, answer: Answer, metrics: readonly Metric[], lang: Lang) {
  const t = say(lang)
  const hasTitle = asked.by.includes('product')
  const columns = metrics.flatMap((metric) => [
    { metric, which: 'values' as const, title: metric.name[lang] },
    ...(asked.compare
      ? [
          {
            metric,
            which: 'before' as const,
            title: `${metric.name[lang]}${t('(对比期)', ' (before)')}`,
          },
        ]
      : []),
  ])
  return {
    name: t('数据', 'Numbers'),
    columns: [
      ...asked.by.map(() => ({ width: 16 })),
      ...(hasTitle ? [{ width: 30 }] : []),
      ...columns.map(({ metric }) => ({ width: 16, numFmt: FORMATS[metric.unit] })),
    ],
    rows: [
      [
        ...asked.by.map((name) => DIMENSIONS[name][lang]),
        ...(hasTitle ? [t('名称', 'Title')] : []),
        ...columns.map(({ title }) => title),
      ],
      ...answer.rows.map((row) => [
        ...asked.by.map((name) => row.keys[name] ?? ''),
        ...(hasTitle ? [row.title ?? ''] : []),
        ...columns.map(({ metric, which }) => cellOf(metric, row[which]?.[metric.id])),
      ]),
    ],
    freezePane: { rows: 1 },
  }
}

const FORMATS: Readonly<Record<Metric['unit'], string>> = {
  money: '#,##0.00',
  count: '#,##0',
  ratio: '0.00%',
  times: '0.00',
}

/** Beyond this a double no longer holds every 分, and the cell becomes text. */
const SAFE = 9_000_000_000_000n

/** Nothing known is an empty cell, never 0. */
function cellOf(metric: Metric, value: string | number | null | undefined): Cell {
  if (value === null || value === undefined) return null
  if (metric.unit === 'ratio' || metric.unit === 'times') return Number(value)
  const exact = BigInt(value)
  const isSafe = exact < SAFE && exact > -SAFE
  if (metric.unit === 'count') return isSafe ? Number(exact) : exact.toString()
  return isSafe ? Number(exact) / 100 : formatYuan(exact)
}

function definitionRow(metric: Metric, lang: Lang): Cell[] {
  const text = (both: Bilingual) => both[lang]
  return [
    text(metric.name),
    text(metric.formula),
    text(timeBasis(metric)),
    text(metric.refunds),
    text(metric.caveats),
    isAdditive(metric) ? say(lang)('是', 'yes') : say(lang)('否', 'no'),
    `${metric.id} v${metric.version}`,
  ]
}

const shown = ({ unit }: Restatement, value: bigint) =>
  unit === 'money' ? formatYuan(value) : value.toString()

function aboutRows(asked: Asked, answer: Answer, { lang, timeZone, restated }: Around): Cell[][] {
  const t = say(lang)
  const incomplete = answer.rows.flatMap(({ keys, incomplete: missing }) =>
    missing && missing.length > 0
      ? [`${Object.values(keys).join(' ')}: ${missing.join(', ')}`]
      : [],
  )
  return [
    [t('期间', 'Period'), `${asked.from} – ${asked.to}`],
    ...(answer.compared
      ? [[t('对比期', 'Compared with'), `${answer.compared.from} – ${answer.compared.to}`]]
      : []),
    ...filterNames(asked.filters).map((name) => [
      DIMENSIONS[name][lang],
      asked.filters[name] ?? '',
    ]),
    [t('币种', 'Currency'), answer.currency ?? ''],
    [`${t('截至', 'As of')}(${timeZone})`, wallText(answer.asOf, timeZone)],
    [t('未入数事件', 'Events not in yet'), answer.behind.toString()],
    ...incomplete.map((text) => [t('未完整', 'Not complete'), text]),
    ...restated.map((one) => [
      t('看过后更正', 'Restated'),
      `${one.says[lang]} ${one.from} – ${one.to}: ${shown(one, one.before)} → ${shown(one, one.after)} · ${wallText(one.at, timeZone)} · ${one.why[lang]}`,
    ]),
  ]
}
