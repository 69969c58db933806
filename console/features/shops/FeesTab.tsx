// The fee table of a shop: rules by date, begun from what the platform usually charges.
import { App, Button, Space, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { FeeForm } from './FeeForm.tsx'
import { chargeOf, type Fee } from './fee-values.ts'
import { feeWords } from './fee-words.ts'
import { FeeTemplates } from './FeeTemplates.tsx'
import type { Shop } from './ShopsPage.tsx'

export function FeesTab({ shop }: { readonly shop: Shop }) {
  const w = useWords(feeWords)
  const may = useMay()
  const { modal } = App.useApp()
  const { data, error, refetch } = useRead(api.shops.fees, { params: { id: shop.id } })
  const [form, setForm] = useState<Fee | 'new' | null>(null)
  const [isChoosing, setChoosing] = useState(false)
  const remove = useWrite(api.shops.removeFee, { success: w.removed })
  const canWrite = may('shops.write')
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const buttons = canWrite ? (
    <Space>
      <Button
        type={data.items.length === 0 ? 'primary' : 'default'}
        onClick={() => setChoosing(true)}
      >
        {w.useTemplate}
      </Button>
      <Button onClick={() => setForm('new')}>{w.add}</Button>
    </Space>
  ) : null
  const askRemove = (fee: Fee) =>
    modal.confirm({
      title: w.removeSure,
      content: w.removeText,
      okText: w.remove,
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ params: { id: fee.id }, body: { version: fee.version } }),
    })
  return (
    <>
      {data.items.length === 0 ? (
        <Teach title={w.none} text={w.noneText}>
          {buttons}
        </Teach>
      ) : (
        <Panel title={w.fees} extra={buttons}>
          <p className="mr-quiet">{w.intro}</p>
          <Table<Fee>
            aria-label={w.fees}
            size="small"
            pagination={false}
            rowKey="id"
            dataSource={[...data.items]}
            columns={[
              {
                key: 'kind',
                title: w.kind,
                render: (_, fee) => (
                  <>
                    {w[fee.kind]}{' '}
                    <span className="mr-quiet">{fee.category || w.allCategories}</span>
                  </>
                ),
              },
              {
                key: 'value',
                title: w.value,
                render: (_, fee) => <span className="mr-num">{chargeOf(w, fee)}</span>,
              },
              {
                key: 'valid',
                title: w.valid,
                render: (_, fee) =>
                  fee.validTo
                    ? `${fee.validFrom} ~ ${fee.validTo}`
                    : `${fee.validFrom} ${w.onwards}`,
              },
              {
                key: 'source',
                title: w.source,
                render: (_, fee) => (
                  <>
                    {fee.verified ? null : <StatusTag tone="warn">{w.unverified}</StatusTag>}{' '}
                    <span className="mr-quiet">{fee.source}</span>
                  </>
                ),
              },
              {
                key: 'do',
                title: '',
                render: (_, fee) =>
                  canWrite ? (
                    <Space size={0}>
                      <Button size="small" type="link" onClick={() => setForm(fee)}>
                        {w.edit}
                      </Button>
                      <Button size="small" type="link" danger onClick={() => void askRemove(fee)}>
                        {w.remove}
                      </Button>
                    </Space>
                  ) : null,
              },
            ]}
          />
        </Panel>
      )}
      <FeeForm shopId={shop.id} fee={form} onClose={() => setForm(null)} />
      <FeeTemplates shopId={shop.id} isOpen={isChoosing} onClose={() => setChoosing(false)} />
    </>
  )
}
