// Refusals of this module.
import { refuse } from '#kernel/errors.ts'

export const replacedSince = (rows: number, by: string) =>
  refuse(
    'market.replaced_since',
    409,
    {
      zh: `这次导入的数据有 ${rows} 行已被后来的导入「${by}」更新,请先撤销那一次`,
      en: `${rows} rows of this import were updated by the later import “${by}”. Undo that one first.`,
    },
    { rows, by },
  )

export const periodOverlaps = () =>
  refuse('market.period_overlaps', 409, {
    zh: '点击流里的日子已有按周期导出的商品流量,会重复计算;请先撤销那次导入',
    en: 'Item traffic of a longer period is there for days of this click stream and would count twice. Undo that import first.',
  })
