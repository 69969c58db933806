// What the platform usually charges, to choose from: each with its source, and why it cannot be taken over.
import { Button, Drawer, Input, Table } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { shopsApi } from '../../../src/modules/shops/contract.ts'
import { today } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { chargeOf } from './fee-values.ts'
import { feeWords } from './fee-words.ts'

type Template = Result<(typeof shopsApi)['feeTemplates']>['items'][number]

interface Props {
  readonly shopId: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function FeeTemplates({ shopId, isOpen, onClose }: Props) {
  const w = useWords(feeWords)
  const language = useLanguage()
  const [validFrom, setValidFrom] = useState(today())
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { data, error } = useRead(
    api.shops.feeTemplates,
    { params: { id: shopId }, query: { validFrom } },
    { enabled: isOpen && validFrom !== '' },
  )
  const apply = useWrite(api.shops.applyFeeTemplates, { success: w.applied, quiet: true })
  const items = data?.items ?? []
  const ids = chosen.filter((id) => items.some((item) => item.id === id && item.blocked === null))
  const close = () => {
    setChosen([])
    apply.reset()
    onClose()
  }
  const send = () =>
    apply.mutate(
      { params: { id: shopId }, body: { ids: [...ids], validFrom } },
      { onSuccess: close },
    )
  return (
    <Drawer
      open={isOpen}
      onClose={close}
      title={w.useTemplate}
      size="min(860px, 100vw)"
      destroyOnHidden
      footer={
        <Button type="primary" disabled={ids.length === 0} loading={apply.isPending} onClick={send}>
          {w.applyCount(String(ids.length))}
        </Button>
      }
    >
      <p className="mr-quiet">{w.preview}</p>
      <label>
        {w.validFrom}{' '}
        <Input
          type="date"
          style={{ width: 160 }}
          value={validFrom}
          onChange={(event) => setValidFrom(event.target.value)}
        />
      </label>
      {error ? <ProblemAlert problem={error} /> : null}
      {apply.error ? <ProblemAlert problem={toProblem(apply.error)} /> : null}
      {data === undefined && !error ? <Loading /> : null}
      {data && items.length === 0 ? <p>{w.noTemplates}</p> : null}
      {items.length > 0 ? (
        <Table<Template>
          aria-label={w.useTemplate}
          size="small"
          pagination={false}
          rowKey="id"
          dataSource={[...items]}
          rowSelection={{
            selectedRowKeys: [...ids],
            onChange: (keys) => setChosen(keys.map(String)),
            getCheckboxProps: ({ blocked }) => ({ disabled: blocked !== null }),
          }}
          columns={[
            {
              key: 'kind',
              title: w.kind,
              render: (_, row) => (
                <>
                  {w[row.kind]}{' '}
                  <span className="mr-quiet">
                    {[row.category || w.allCategories, row.shopType?.[language]]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </>
              ),
            },
            {
              key: 'value',
              title: w.value,
              render: (_, row) => (
                <>
                  {row.range ? (
                    row.range[language]
                  ) : (
                    <span className="mr-num">{chargeOf(w, row)}</span>
                  )}
                  {row.since ? <div className="mr-quiet">{`${w.since} ${row.since}`}</div> : null}
                  {row.note ? <div className="mr-quiet">{row.note[language]}</div> : null}
                </>
              ),
            },
            {
              key: 'source',
              title: w.source,
              render: (_, row) => (
                <>
                  <StatusTag tone="warn">{w.unverified}</StatusTag>
                  <div className="mr-quiet">{row.source[language]}</div>
                </>
              ),
            },
            {
              key: 'blocked',
              title: w.cannot,
              render: (_, row) =>
                row.blocked ? <span className="mr-quiet">{row.blocked[language]}</span> : null,
            },
          ]}
        />
      ) : null}
    </Drawer>
  )
}
