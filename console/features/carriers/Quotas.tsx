// What contracts promise the carriers of a site, and how far the month has come.
import { CloseOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Qty } from '../../ui/values.tsx'
import { SitePicker } from '../pickers/pickers.tsx'
import { words } from './words.ts'

type Held = Result<(typeof carriersApi)['quotas']>

export function Quotas() {
  const w = useWords(words)
  const [siteId, setSite] = useState<string | undefined>(undefined)
  const { data, error } = useRead(
    api.carriers.quotas,
    { params: { siteId: siteId ?? '' } },
    { enabled: siteId !== undefined },
  )
  return (
    <Panel>
      <div className="mr-stack">
        <p className="mr-quiet">{w.quotasHelp}</p>
        <div style={{ maxWidth: 300 }}>
          <SitePicker
            label={w.site}
            {...(siteId === undefined ? {} : { value: siteId })}
            onChange={setSite}
          />
        </div>
        {error ? <ProblemAlert problem={error} /> : null}
        {siteId === undefined ? (
          <p className="mr-quiet">{w.chooseSite}</p>
        ) : data ? (
          <Shares
            key={`${siteId} ${JSON.stringify(data.items.map((one) => [one.serviceId, one.sharePpm]))}`}
            siteId={siteId}
            held={data}
          />
        ) : (
          <Loading lines={3} />
        )}
      </div>
    </Panel>
  )
}

function Shares({ siteId, held }: { siteId: string; held: Held }) {
  const w = useWords(words)
  const language = useLanguage()
  const canWrite = useMay()('carriers.write')
  const purposes = useRead(api.rules.purposes, {})
  // The services as the rules about carriers offer them.
  const services =
    purposes.data?.items.find(({ id }) => id === 'carrier')?.outcomes[0]?.params[0]?.choices ?? []
  const [rows, setRows] = useState(
    held.items.map((one) => ({ serviceId: one.serviceId, percent: String(one.sharePpm / 10_000) })),
  )
  const save = useWrite(api.carriers.setQuotas, { success: w.saved })
  return (
    <>
      <table className="mr-plain" style={{ maxWidth: 640 }}>
        <thead>
          <tr>
            <th>{w.service}</th>
            <th>{w.share}</th>
            <th className="mr-right">{`${w.carried} ${held.month}`}</th>
            <th aria-label={w.remove} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={n}>
              <td>
                <Select
                  aria-label={`${w.service} ${n + 1}`}
                  style={{ width: 260 }}
                  value={row.serviceId || null}
                  disabled={!canWrite}
                  onChange={(serviceId: string) => setRows(rows.with(n, { ...row, serviceId }))}
                  options={services.map((one) => ({ value: one.value, label: one[language] }))}
                />
              </td>
              <td>
                <Input
                  aria-label={`${w.share} ${n + 1}`}
                  style={{ width: 90 }}
                  value={row.percent}
                  disabled={!canWrite}
                  onChange={(event) =>
                    setRows(rows.with(n, { ...row, percent: event.target.value }))
                  }
                />
              </td>
              <td className="mr-right">
                <Qty
                  value={held.items.find((one) => one.serviceId === row.serviceId)?.carried ?? '0'}
                />
              </td>
              <td>
                {canWrite ? (
                  <Button
                    size="small"
                    type="text"
                    icon={<CloseOutlined />}
                    aria-label={`${w.remove} ${n + 1}`}
                    onClick={() => setRows(rows.toSpliced(n, 1))}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {canWrite ? (
        <div className="mr-row">
          <Button onClick={() => setRows([...rows, { serviceId: '', percent: '' }])}>
            {w.addShare}
          </Button>
          <Button
            type="primary"
            loading={save.isPending}
            onClick={() =>
              save.mutate({
                params: { siteId },
                body: {
                  shares: rows.map(({ serviceId, percent }) => ({
                    serviceId,
                    sharePpm: Math.round(Number(percent) * 10_000),
                  })),
                },
              })
            }
          >
            {w.saveShares}
          </Button>
        </div>
      ) : null}
    </>
  )
}
