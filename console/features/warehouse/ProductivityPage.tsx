// 人效: who did what today, by hour, and every mistake that was caught.
import { Input } from 'antd'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { When } from '../../ui/values.tsx'
import { NoSite } from './PickPage.tsx'
import { useSite } from './site.tsx'
import { ERROR_WORDS, productivityWords, words } from './words.ts'

export function ProductivityPage() {
  const w = useWords(productivityWords)
  const [siteId, picker, isNone] = useSite()
  const [on, setOn] = useAddressValue('on', '')
  return (
    <Page
      title={w.title}
      help={w.help}
      actions={
        <>
          <Input
            type="date"
            aria-label={w.day}
            style={{ width: 150 }}
            value={on}
            onChange={(event) => setOn(event.target.value)}
          />
          {picker}
        </>
      }
    >
      {isNone ? <NoSite /> : siteId === undefined ? null : <Board siteId={siteId} on={on} />}
    </Page>
  )
}

const FRESH_MS = 30_000

function Board({ siteId, on }: { readonly siteId: string; readonly on: string }) {
  const w = useWords(productivityWords)
  const c = useWords(words)
  const language = useLanguage()
  const { data, error } = useRead(
    api.warehouse.productivity,
    { params: { siteId }, query: on === '' ? {} : { on } },
    { everyMs: FRESH_MS },
  )
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  if (data.people.length === 0) return <Teach title={w.none} text={w.noneText} />
  const hours = [
    ...new Set(data.people.flatMap(({ byHour }) => byHour.map(({ hour }) => hour))),
  ].toSorted((a, b) => a - b)
  return (
    <>
      <Panel title={data.on}>
        <table className="mr-plain" aria-label={w.title}>
          <thead>
            <tr>
              <th>{w.person}</th>
              {[
                w.pickLines,
                w.pickUnits,
                c.steps,
                w.sorted,
                w.checked,
                w.packed,
                w.shipped,
                w.putBack,
                w.errors,
              ].map((title) => (
                <th key={title} className="mr-right">
                  {title}
                </th>
              ))}
              {hours.map((hour) => (
                <th key={hour} className="mr-right">{`${hour}:00`}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.people.map((one) => (
              <tr key={one.actorId}>
                <td>{one.name}</td>
                {[
                  one.pickLines,
                  one.pickUnits,
                  one.steps,
                  one.sorted,
                  one.checked,
                  one.packed,
                  one.shipped,
                  one.putBack,
                ].map((value, at) => (
                  <td key={at} className="mr-right mr-num">
                    {value}
                  </td>
                ))}
                <td className={`mr-right mr-num${one.errors > 0 ? ' mr-bad' : ''}`}>
                  {one.errors}
                </td>
                {hours.map((hour) => {
                  const found = one.byHour.find((own) => own.hour === hour)
                  return (
                    <td key={hour} className="mr-right mr-num" title={w.hourHelp}>
                      {found ? `${found.lines} / ${found.units}` : ''}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="mr-quiet">{w.hourHelp}</p>
      </Panel>
      <Panel title={`${w.errors} ${data.errors.length}`}>
        <table className="mr-plain" aria-label={w.errors}>
          <tbody>
            {data.errors.map((one, at) => (
              <tr key={at}>
                <td>
                  <When at={one.at} />
                </td>
                <td>{one.name}</td>
                <td>{ERROR_WORDS[one.code as keyof typeof ERROR_WORDS]?.[language] ?? one.code}</td>
                <td className="mr-code">{one.orderNo ?? ''}</td>
                <td className="mr-code">{one.scanned}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  )
}
