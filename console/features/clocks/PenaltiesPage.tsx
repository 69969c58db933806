// 时效赔付规则: what each platform charges for shipping late, by date, each with where it is written and whether it was confirmed.
import { Button, Form, Input, Segmented, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { clocksApi } from '../../../src/modules/clocks/contract.ts'
import { useMay } from '../../session.ts'
import { Field, minorOf, MoneyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { formatMoney, today } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { boardWords } from '../orders/board-words.ts'

type Penalty = Result<(typeof clocksApi)['penalties']>['items'][number]

export function PenaltiesPage() {
  const w = useWords(boardWords)
  const may = useMay()
  const { data, error, refetch } = useRead(api.clocks.penalties, {})
  const [form, setForm] = useState<Penalty | 'new' | null>(null)
  const canWrite = may('clocks.write')
  const sizeOf = ({ sharePpm, fixedMinor, leastMinor, mostMinor }: Penalty) => {
    if (sharePpm === null && fixedMinor === null)
      return <span className="mr-quiet">{w.notKnown}</span>
    const main =
      sharePpm === null
        ? formatMoney(fixedMinor ?? '0')
        : `${Number(sharePpm) / 10_000}% ${w.ofGoods}`
    return [
      main,
      leastMinor === '0' ? '' : `${w.atLeast} ${formatMoney(leastMinor)}`,
      mostMinor === null ? '' : `${w.atMost} ${formatMoney(mostMinor)}`,
    ]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <Page
      title={w.penalties}
      help={w.penaltiesHelp}
      actions={
        canWrite ? (
          <Button type="primary" onClick={() => setForm('new')}>
            {w.add}
          </Button>
        ) : null
      }
    >
      {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Table<Penalty>
          aria-label={w.penalties}
          size="small"
          pagination={false}
          rowKey="id"
          dataSource={[...data.items]}
          columns={[
            {
              key: 'platform',
              title: w.platform,
              render: (_, one) => one.platform || w.every,
            },
            {
              key: 'size',
              title: w.size,
              render: (_, one) => <span className="mr-num">{sizeOf(one)}</span>,
            },
            {
              key: 'valid',
              title: w.valid,
              render: (_, one) =>
                one.validTo ? `${one.validFrom} ~ ${one.validTo}` : `${one.validFrom} ${w.onwards}`,
            },
            {
              key: 'source',
              title: w.writtenIn,
              render: (_, one) => (
                <>
                  {one.verified ? null : <StatusTag tone="warn">{w.unverified}</StatusTag>}{' '}
                  {one.source} <div className="mr-quiet">{one.note}</div>
                </>
              ),
            },
            {
              key: 'do',
              title: '',
              render: (_, one) =>
                canWrite ? (
                  <Button size="small" type="link" onClick={() => setForm(one)}>
                    {w.edit}
                  </Button>
                ) : null,
            },
          ]}
        />
      ) : error ? null : (
        <Loading />
      )}
      <PenaltyForm penalty={form} onClose={() => setForm(null)} />
    </Page>
  )
}

interface Values {
  readonly platform?: string
  readonly way: 'share' | 'fixed' | 'unknown'
  readonly percent?: string
  readonly amount?: string
  readonly least?: string
  readonly most?: string
  readonly validFrom: string
  readonly validTo?: string
  readonly source: string
  readonly note?: string
  readonly verified?: boolean
}

/** `5` or `0.6` percent as millionths, by digits; what is no number goes as typed and is refused by the server. */
function ppmOf(percent: string | undefined): string {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%?$/.exec((percent ?? '').trim())
  return match ? String(BigInt(match[1]! + (match[2] ?? '').padEnd(4, '0'))) : (percent ?? '')
}

const valuesOf = (one: Penalty): Values => ({
  platform: one.platform,
  way: one.sharePpm !== null ? 'share' : one.fixedMinor !== null ? 'fixed' : 'unknown',
  percent: one.sharePpm === null ? '' : String(Number(one.sharePpm) / 10_000),
  amount: yuanOf(one.fixedMinor),
  least: yuanOf(one.leastMinor),
  most: yuanOf(one.mostMinor),
  validFrom: one.validFrom,
  validTo: one.validTo ?? '',
  source: one.source,
  note: one.note,
  verified: one.verified,
})

function PenaltyForm({
  penalty,
  onClose,
}: {
  readonly penalty: Penalty | 'new' | null
  readonly onClose: () => void
}) {
  const w = useWords(boardWords)
  const add = useWrite(api.clocks.addPenalty, { success: w.added, quiet: true })
  const edit = useWrite(api.clocks.editPenalty, { success: w.saved, quiet: true })
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const known = penalty === null || penalty === 'new' ? null : penalty
  const platforms = [...new Set((shops.data?.items ?? []).map(({ platform }) => platform))]
  const save = (values: Values, version: number | undefined) => {
    const isShare = values.way === 'share'
    const body = {
      platform: values.platform ?? '',
      kind: 'ship' as const,
      sharePpm: isShare ? ppmOf(values.percent) : null,
      fixedMinor: values.way === 'fixed' ? minorOf(values.amount) : null,
      leastMinor: isShare && values.least ? minorOf(values.least) : '0',
      mostMinor: isShare && values.most ? minorOf(values.most) : null,
      validFrom: values.validFrom,
      validTo: values.validTo ? values.validTo : null,
      source: values.source,
      note: values.note ?? '',
      verified: values.verified ?? false,
    }
    return known
      ? edit.mutateAsync({
          params: { id: known.id },
          body: { version: version ?? known.version, ...body },
        })
      : add.mutateAsync({ body })
  }
  return (
    <FormDrawer<Values>
      title={known ? w.edit : w.add}
      isOpen={penalty !== null}
      onClose={onClose}
      save={save}
      initial={known ? valuesOf(known) : { way: 'share', validFrom: today() }}
      {...(known ? { version: known.version } : {})}
    >
      <Field name="platform" label={w.platform}>
        <Select
          showSearch
          options={[
            { value: '', label: w.every },
            ...[...new Set([...platforms, known?.platform ?? ''])]
              .filter(Boolean)
              .map((value) => ({ value, label: value })),
          ]}
        />
      </Field>
      <Field name="way" label={w.way} isRequired>
        <Segmented
          options={[
            { value: 'share', label: w.share },
            { value: 'fixed', label: w.fixed },
            { value: 'unknown', label: w.notKnown },
          ]}
        />
      </Field>
      <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.way !== b.way}>
        {({ getFieldValue }) =>
          getFieldValue('way') === 'share' ? (
            <>
              <Field name="percent" label={w.percent} isRequired>
                <Input suffix="%" />
              </Field>
              <Field name="least" label={w.atLeast}>
                <MoneyInput />
              </Field>
              <Field name="most" label={w.atMost}>
                <MoneyInput />
              </Field>
            </>
          ) : getFieldValue('way') === 'fixed' ? (
            <Field name="amount" label={w.amount} isRequired>
              <MoneyInput />
            </Field>
          ) : null
        }
      </Form.Item>
      <Field name="validFrom" label={w.from} isRequired>
        <Input type="date" />
      </Field>
      <Field name="validTo" label={w.until}>
        <Input type="date" />
      </Field>
      <Field name="source" label={w.writtenIn} help={w.writtenHelp} isRequired>
        <Input maxLength={300} />
      </Field>
      <Field name="note" label={w.note}>
        <Input.TextArea rows={2} maxLength={500} />
      </Field>
      <Field name="verified" label={w.confirmed}>
        <Switch />
      </Field>
    </FormDrawer>
  )
}
