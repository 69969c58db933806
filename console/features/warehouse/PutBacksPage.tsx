// 退货位: what lies at the pack station of orders that were pulled, each with the shelf it came from; one press where it goes back there.
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { When } from '../../ui/values.tsx'
import { LocationPicker } from '../pickers/pickers.tsx'
import { NoSite } from './PickPage.tsx'
import { useSite } from './site.tsx'
import { putBackWords, words } from './words.ts'

export function PutBacksPage() {
  const w = useWords(putBackWords)
  const [siteId, picker, isNone] = useSite()
  return (
    <Page title={w.title} help={w.help} actions={picker}>
      {isNone ? <NoSite /> : siteId === undefined ? null : <List key={siteId} siteId={siteId} />}
    </Page>
  )
}

const FRESH_MS = 15_000

function List({ siteId }: { readonly siteId: string }) {
  const w = useWords(putBackWords)
  const c = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [elsewhere, setElsewhere] = useState<Readonly<Record<string, string>>>({})
  const { data, error } = useRead(
    api.warehouse.putBacks,
    { params: { siteId }, query: {} },
    { everyMs: FRESH_MS },
  )
  const put = useWrite(api.warehouse.putBack, { success: w.done, touches: ['inventory'] })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  if (data.items.length === 0) return <Teach title={w.none} text={w.noneText} />
  return (
    <Panel>
      <table className="mr-plain" aria-label={w.title}>
        <thead>
          <tr>
            <th>{c.sku}</th>
            <th className="mr-right">{c.qty}</th>
            <th>{c.order}</th>
            <th>{c.reason}</th>
            <th>{w.from}</th>
            <th>{w.to}</th>
            <th>{w.since}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {data.items.map((row) => (
            <tr key={row.id}>
              <td>
                <b className="mr-code">{row.skuCode}</b> {row.name}
                {row.lot === '' ? null : <span className="mr-quiet"> {row.lot}</span>}
              </td>
              <td className="mr-right mr-num">{row.qty}</td>
              <td className="mr-code">
                {row.orderNo} <span className="mr-quiet">{row.waveNo}</span>
              </td>
              <td>{row.because[language]}</td>
              <td className="mr-code">{row.from}</td>
              <td>
                <LocationPicker
                  siteId={siteId}
                  label={w.to}
                  value={elsewhere[row.id] ?? row.toId}
                  onChange={(value) => setElsewhere({ ...elsewhere, [row.id]: value ?? row.toId })}
                />
              </td>
              <td>
                <When at={row.madeAt} isShort />
              </td>
              <td className="mr-right">
                {may('warehouse.work') ? (
                  <Button
                    type="primary"
                    size="small"
                    onClick={() =>
                      put.mutate({
                        params: { id: row.id },
                        body: { locationId: elsewhere[row.id] ?? row.toId },
                      })
                    }
                  >
                    {w.put}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
