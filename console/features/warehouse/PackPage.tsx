// 打包台: one input, one order in large letters, what is in hand beside it.
import { Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { HoldChips } from '../orders/values.tsx'
import { NoSite } from './PickPage.tsx'
import { ScanBox } from './ScanBox.tsx'
import { useSite } from './site.tsx'
import { type PackCard, useStation } from './use-station.ts'
import { packWords, PROFILE_WORDS, words } from './words.ts'

export function PackPage() {
  const w = useWords(packWords)
  const [siteId, picker, isNone] = useSite()
  return (
    <Page title={w.title} help={w.help} actions={picker}>
      {isNone ? <NoSite /> : siteId === undefined ? null : <Station key={siteId} siteId={siteId} />}
    </Page>
  )
}

const FRESH_MS = 10_000

function Station({ siteId }: { readonly siteId: string }) {
  const w = useWords(packWords)
  const station = useStation(siteId)
  const { card } = station
  const [isForeign, setForeign] = useState(false)
  const isToWeigh = card?.status === 'PACKED' && card.isPrintConfirmed
  const label = !card
    ? w.scan
    : isToWeigh
      ? w.weigh
      : card.status === 'PACKED'
        ? w.scanLabel
        : w.scanGoods
  return (
    <div className="mr-station">
      <div className="mr-stack">
        <ScanBox
          label={label}
          onScan={station.scan}
          said={station.said}
          isBusy={station.isBusy}
          isAway={isForeign}
        />
        {card ? (
          <OneOrder card={card} station={station} onForeign={() => setForeign(true)} />
        ) : (
          <Panel>
            <Teach title={w.idle} text={w.idleText} />
          </Panel>
        )}
      </div>
      <InHand siteId={siteId} station={station} />
      <ForeignForm
        isOpen={isForeign}
        onClose={() => setForeign(false)}
        save={async ({ carrier, waybill }) => {
          if (card) await station.foreign(card.orderId, carrier, waybill)
        }}
      />
    </div>
  )
}

type StationState = ReturnType<typeof useStation>

function OneOrder({
  card,
  station,
  onForeign,
}: {
  readonly card: PackCard
  readonly station: StationState
  readonly onForeign: () => void
}) {
  const w = useWords(packWords)
  const c = useWords(words)
  const language = useLanguage()
  const { best, unmeasured } = card.carton
  return (
    <Panel
      title={card.no}
      extra={
        <span className="mr-row">
          {card.waveNo === null ? null : <StatusTag>{`${card.waveNo}-${card.slot}`}</StatusTag>}
          <StatusTag tone="info">{PROFILE_WORDS[card.profile][language]}</StatusTag>
          <HoldChips id={card.orderId} codes={card.holds.map(({ code }) => code) as never} />
        </span>
      }
    >
      {card.stop ? (
        <div className="mr-station-stop">
          <strong>
            {w.stopped} · {card.stop[language]}
          </strong>
          <p>{w.stopText}</p>
        </div>
      ) : null}
      <ul className="mr-station-items">
        {card.items.map((item) => (
          <li key={item.skuId} className={item.checked === item.qty ? 'is-done' : ''}>
            <b className="mr-code">{item.skuCode}</b>
            <span>{item.name}</span>
            <strong>
              {item.checked}/{item.qty}
            </strong>
          </li>
        ))}
      </ul>
      <Facts
        items={[
          [
            w.carton,
            best
              ? `${best.code} · ${best.fillPerMille / 10}%`
              : unmeasured.length > 0
                ? `${w.unmeasured} ${unmeasured.join(' ')}`
                : w.noCarton,
          ],
          [
            w.band,
            card.band
              ? `${card.band.expectedGrams} g (${card.band.low}–${card.band.high})`
              : w.noBand,
          ],
          [c.carrier, card.carrier || c.noCarrier],
          [w.waybill, card.waybill || '—'],
        ]}
      />
      <div className="mr-row">
        {card.status === 'CHECKED' ? (
          <>
            <Button type="primary" onClick={() => station.label(card.orderId)}>
              {w.draw}
            </Button>
            <Button onClick={onForeign}>{w.foreign}</Button>
          </>
        ) : null}
        {card.status === 'PACKED' && !card.isPrintConfirmed ? (
          <Button onClick={() => station.printAgain(card.orderId, w.printOpen)}>{w.again}</Button>
        ) : null}
      </div>
    </Panel>
  )
}

function InHand({ siteId, station }: { readonly siteId: string; readonly station: StationState }) {
  const w = useWords(packWords)
  const { data } = useRead(api.warehouse.inHand, { params: { siteId } }, { everyMs: FRESH_MS })
  return (
    <div className="mr-stack">
      <Panel>
        <Facts
          items={[
            [w.toCheck, data?.toCheck ?? '—'],
            [w.mine, data?.mineThisHour ?? '—'],
            [w.today, data?.shippedToday ?? '—'],
          ]}
        />
        <div className="mr-row">
          <Switch
            size="small"
            checked={station.isAuto}
            onChange={station.setAuto}
            aria-label={w.auto}
          />
          <span className="mr-quiet">{w.auto}</span>
        </div>
      </Panel>
      <Panel title={`${w.inHand} ${data?.items.length ?? ''}`}>
        <ul className="mr-stack">
          {(data?.items ?? []).map((one) => (
            <li key={one.orderId} className="mr-row">
              <button type="button" className="mr-link" onClick={() => station.open(one.orderId)}>
                {one.no}
              </button>
              {one.isPrintOpen ? <StatusTag tone="warn">{w.printOpen}</StatusTag> : null}
              <HoldChips id={one.orderId} codes={one.holds as never} />
              <span className="mr-spring" />
              <When at={one.dueAt} isShort />
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function ForeignForm({
  isOpen,
  onClose,
  save,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly save: (values: { carrier: string; waybill: string }) => Promise<void>
}) {
  const w = useWords(packWords)
  const c = useWords(words)
  return (
    <FormModal<{ carrier: string; waybill: string }>
      title={w.foreign}
      isOpen={isOpen}
      onClose={onClose}
      save={save}
    >
      <Field name="carrier" label={c.carrier} isRequired>
        <Input />
      </Field>
      <Field name="waybill" label={w.waybill} isRequired>
        <Input />
      </Field>
    </FormModal>
  )
}
