// Who would carry this parcel, for how much, and what the others lack.
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { Field, minorOf, MoneyInput, QtyInput } from '../../ui/form/Field.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { DistrictPicker } from '../pickers/DistrictPicker.tsx'
import { SitePicker } from '../pickers/pickers.tsx'
import { ChoiceView } from './ChoiceView.tsx'
import { words } from './words.ts'

interface Values {
  readonly siteId: string
  readonly region: string
  readonly grams: string
  readonly length?: string
  readonly width?: string
  readonly height?: string
  readonly goods?: readonly string[]
  readonly declared?: string
  readonly daysLeft?: string
  readonly late?: string
}

const bodyOf = (values: Values) => ({
  siteId: values.siteId,
  region: values.region,
  grams: Number(values.grams),
  sidesMm:
    values.length && values.width && values.height
      ? ([Number(values.length), Number(values.width), Number(values.height)] as [
          number,
          number,
          number,
        ])
      : null,
  goods: [...(values.goods ?? [])],
  declaredMinor: minorOf(values.declared || '0'),
  lateMinor: minorOf(values.late || '0'),
  daysLeft: values.daysLeft ? Number(values.daysLeft) : null,
})

export function TryQuote() {
  const w = useWords(words)
  const language = useLanguage()
  const known = useRead(api.carriers.known, {})
  const [asked, setAsked] = useState<ReturnType<typeof bodyOf> | null>(null)
  return (
    <div className="mr-stack" style={{ overflow: 'auto', paddingBottom: 24 }}>
      <Panel>
        <Form<Values>
          layout="inline"
          onFinish={(values) => setAsked(bodyOf(values))}
          style={{ rowGap: 8 }}
        >
          <Field name="siteId" label={w.site} isRequired>
            <SitePicker />
          </Field>
          <Field name="region" label={w.destination} isRequired>
            <DistrictPicker isAnyLevel />
          </Field>
          <Field name="grams" label={w.grams} isRequired>
            <QtyInput style={{ width: 90 }} />
          </Field>
          {(['length', 'width', 'height'] as const).map((name) => (
            <Field key={name} name={name} label={w[name]}>
              <QtyInput style={{ width: 80 }} suffix="mm" />
            </Field>
          ))}
          <Field name="goods" label={w.goods}>
            <Select
              mode="multiple"
              style={{ minWidth: 150 }}
              options={(known.data?.goods ?? []).map((one) => ({
                value: one.value,
                label: one[language],
              }))}
            />
          </Field>
          <Field name="declared" label={w.declared}>
            <MoneyInput style={{ width: 110 }} />
          </Field>
          <Field name="daysLeft" label={w.daysLeft}>
            <QtyInput style={{ width: 70 }} />
          </Field>
          <Field name="late" label={w.lateMinor}>
            <MoneyInput style={{ width: 110 }} />
          </Field>
          <Button type="primary" htmlType="submit">
            {w.calculate}
          </Button>
        </Form>
      </Panel>
      {asked ? <Answer key={JSON.stringify(asked)} asked={asked} /> : null}
    </div>
  )
}

function Answer({ asked }: { asked: ReturnType<typeof bodyOf> }) {
  const { data, error } = useRead(api.carriers.quote, { body: asked })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  return (
    <Panel>
      <ChoiceView choice={data} />
    </Panel>
  )
}
