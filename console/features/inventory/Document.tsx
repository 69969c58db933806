// What a ledger row belongs to, in words: `receipt:01a2…` is 收货单 …7d42, and leads to all its rows.
import { paths } from '../../paths.ts'
import { type Bilingual, useLanguage } from '../../ui/language.ts'

const KINDS: Readonly<Record<string, Bilingual>> = {
  adjust: { zh: '调整单', en: 'Adjustment' },
  correction: { zh: '更正单', en: 'Correction' },
  count: { zh: '盘点', en: 'Count' },
  move: { zh: '移库单', en: 'Move' },
  opening: { zh: '期初', en: 'Opening' },
  order: { zh: '订单', en: 'Order' },
  quota: { zh: '配额', en: 'Quota' },
  receipt: { zh: '收货单', en: 'Receipt' },
  sales: { zh: '销售出库', en: 'Sales' },
  transfer: { zh: '调拨单', en: 'Transfer' },
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

export function StockDocument({ name }: { readonly name: string }) {
  const language = useLanguage()
  const at = name.indexOf(':')
  const kind = KINDS[name.slice(0, at)]
  const id = name.slice(at + 1)
  return (
    <a href={`${paths.moves}?document=${encodeURIComponent(name)}`} title={name}>
      {kind ? `${kind[language]} ${UUID.test(id) ? `…${id.slice(-6)}` : id}` : name}
    </a>
  )
}
