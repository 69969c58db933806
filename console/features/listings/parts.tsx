// Parts the queue and the drawer share.
import { Button, Form } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { queryClient, useWrite } from '../../api/queries.tsx'
import type { listingsApi } from '../../../src/modules/listings/contract.ts'
import { useWords } from '../../ui/language.ts'
import { StatusTag } from '../../ui/values.tsx'
import { words } from './words.ts'

type Row = Result<(typeof listingsApi)['listings']>['items'][number]
export type Suggestion = Row['suggestions'][number]

/** From 90 on nearly all are right, under 70 many are not (measured, see the README of the module). */
export function Confidence({ value }: { readonly value: number }) {
  return (
    <StatusTag tone={value >= 90 ? 'good' : value >= 70 ? 'info' : 'neutral'}>{value} %</StatusTag>
  )
}

/** Take a suggestion as it stands; the message offers the way back. */
export function useAccept(onDone?: () => void) {
  const w = useWords(words)
  const map = useWrite(api.listings.setMapping, {
    success: w.mappedDone,
    undo: ({ version }, { params }) =>
      api.listings.setMapping({ params, body: { state: 'unmapped', version, reason: '' } }),
    touches: ['sales'],
    onDone: () => onDone?.(),
  })
  return {
    isPending: map.isPending,
    take: (row: { id: string; version: number }, { skuId, skuQty, confidence, why }: Suggestion) =>
      map.mutate(
        {
          params: { id: row.id },
          body: {
            state: 'mapped',
            version: row.version,
            skuId,
            skuQty,
            reason: `${confidence} %:${why.zh}`.slice(0, 500),
          },
        },
        // Somebody else was first: show what they decided.
        { onError: () => void queryClient.invalidateQueries({ queryKey: ['listings'] }) },
      ),
  }
}

/** The usual reasons, one click each; inside a form with a field `reason`. */
export function ReasonButtons() {
  const w = useWords(words)
  const form = Form.useFormInstance()
  return (
    <div className="mr-row" style={{ marginBottom: 12 }}>
      {[w.difference, w.postage, w.voucher, w.trial].map((reason) => (
        <Button key={reason} size="small" onClick={() => form.setFieldsValue({ reason })}>
          {reason}
        </Button>
      ))}
    </div>
  )
}

/** The row below the one that is open, as the list has it now. */
export function nextInQueue(id: string): string | null {
  for (const [, data] of queryClient.getQueriesData<{ pages: { items: { id: string }[] }[] }>({
    queryKey: [...api.listings.listings.key, 'list'],
    type: 'active',
  })) {
    const ids = data?.pages.flatMap((page) => page.items.map((item) => item.id)) ?? []
    const at = ids.indexOf(id)
    if (at !== -1) return ids[at + 1] ?? ids[at - 1] ?? null
  }
  return null
}
