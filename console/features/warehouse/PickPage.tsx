// 拣货: on a scanner in one hand. First the waves to take, then one stop after the other.
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { PickWalk } from './PickWalk.tsx'
import { useSite } from './site.tsx'
import { METHOD_WORDS, pickWords, PROFILE_WORDS, WAVE_WORDS, words } from './words.ts'

export function PickPage() {
  const w = useWords(pickWords)
  const [siteId, picker, isNone] = useSite()
  const [wave, setWave] = useAddressValue('wave', '')
  return (
    <Page title={w.title} help={w.help} actions={wave === '' ? picker : null}>
      {isNone ? <NoSite /> : null}
      {wave !== '' ? (
        <PickWalk key={wave} id={wave} onBack={() => setWave('')} />
      ) : siteId === undefined ? null : (
        <Waves siteId={siteId} open={setWave} />
      )}
    </Page>
  )
}

export function NoSite() {
  const w = useWords(words)
  return (
    <Teach title={w.noSite} text={w.noSiteText}>
      <Button type="primary" href={paths.sites}>
        {w.toSites}
      </Button>
    </Teach>
  )
}

/** How often the list of waves is looked at anew. */
const FRESH_MS = 10_000

function Waves({ siteId, open }: { readonly siteId: string; readonly open: (id: string) => void }) {
  const w = useWords(pickWords)
  const c = useWords(words)
  const language = useLanguage()
  const { data, error } = useRead(api.warehouse.waves, { query: { siteId } }, { everyMs: FRESH_MS })
  const take = useWrite(api.warehouse.take, {
    onDone: (_done, { params }) => open(params.id),
  })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  const waves = data.items.filter(({ status }) =>
    ['RELEASED', 'PICKING', 'SORTING'].includes(status),
  )
  if (waves.length === 0) return <Teach title={w.none} text={w.noneText} />
  return (
    <ul className="mr-pda-waves">
      {waves.map((wave) => (
        <li key={wave.id} className="mr-panel">
          <div className="mr-row">
            <strong className="mr-pda-no">{wave.no}</strong>
            <StatusTag tone={wave.status === 'RELEASED' ? 'info' : 'accent'}>
              {WAVE_WORDS[wave.status][language]}
            </StatusTag>
            <span className="mr-quiet">{METHOD_WORDS[wave.method][language]}</span>
          </div>
          <div className="mr-row mr-quiet">
            {wave.profile === null ? null : <span>{PROFILE_WORDS[wave.profile][language]}</span>}
            <span>{wave.carrier || c.noCarrier}</span>
            <span>
              {c.orders} {wave.open} · {c.qty} {wave.pickedQty}/{wave.taskQty}
            </span>
          </div>
          <div className="mr-row">
            <span className="mr-quiet">{c.due}</span> <When at={wave.dueAt} isShort />
            <span className="mr-spring" />
            <span className="mr-quiet">{wave.picker}</span>
            <Button
              type="primary"
              size="large"
              onClick={() => take.mutate({ params: { id: wave.id }, body: {} })}
            >
              {wave.picker === '' ? w.take : w.mine}
            </Button>
            {wave.picker === '' ? null : (
              <Button
                size="large"
                onClick={() => take.mutate({ params: { id: wave.id }, body: { isTakeOver: true } })}
              >
                {w.takeOver}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
