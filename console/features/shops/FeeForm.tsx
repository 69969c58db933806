// One rule of the fee table: a share or an amount, from a day to a day, with where it is written.
import { Form, Input, Segmented, Select, Switch } from 'antd'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { Field, minorOf, MoneyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { today } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { baseWord, type Fee, percentOf } from './fee-values.ts'
import { feeWords } from './fee-words.ts'

const KINDS: readonly Fee['kind'][] = [
  'commission',
  'technical_fee',
  'software_fee',
  'payment_fee',
  'affiliate_commission',
  'instalment_fee',
  'freight_insurance',
  'platform_use_fee',
  'annual_fee',
  'subscription',
  'deposit',
  'other',
]
const BASES: readonly Fee['base'][] = [
  'paid',
  'confirmed',
  'settled',
  'instalment',
  'commission',
  'order',
  'shop',
]
const TERMS: readonly NonNullable<Fee['per']>[] = ['order', 'month', 'year', 'once']

interface Values {
  readonly kind: Fee['kind']
  readonly category?: string
  readonly base: Fee['base']
  readonly way: 'share' | 'fixed'
  readonly percent?: string
  readonly amount?: string
  readonly per?: NonNullable<Fee['per']>
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

const START: Partial<Values> = { kind: 'commission', base: 'confirmed', way: 'share' }

const valuesOf = (fee: Fee): Values => ({
  kind: fee.kind,
  category: fee.category,
  base: fee.base,
  way: fee.ratePpm === null ? 'fixed' : 'share',
  percent: fee.ratePpm === null ? '' : percentOf(fee.ratePpm),
  amount: yuanOf(fee.amountMinor),
  ...(fee.per === null ? {} : { per: fee.per }),
  validFrom: fee.validFrom,
  validTo: fee.validTo ?? '',
  source: fee.source,
  note: fee.note,
  verified: fee.verified,
})

export function FeeForm({
  shopId,
  fee,
  onClose,
}: {
  readonly shopId: string
  readonly fee: Fee | 'new' | null
  readonly onClose: () => void
}) {
  const w = useWords(feeWords)
  const add = useWrite(api.shops.addFee, { success: w.added, quiet: true })
  const edit = useWrite(api.shops.editFee, { success: w.saved, quiet: true })
  const known = fee === null || fee === 'new' ? null : fee
  const save = (values: Values, version: number | undefined) => {
    const isShare = values.way === 'share'
    const body = {
      kind: values.kind,
      category: values.category ?? '',
      base: values.base,
      ratePpm: isShare ? ppmOf(values.percent) : null,
      amountMinor: isShare ? null : minorOf(values.amount),
      per: isShare ? null : (values.per ?? null),
      validFrom: values.validFrom,
      validTo: values.validTo ? values.validTo : null,
      source: values.source,
      note: values.note ?? '',
      verified: values.verified ?? false,
    }
    return known
      ? edit.mutateAsync({ params: { id: known.id }, body: { version: version ?? 1, ...body } })
      : add.mutateAsync({ params: { id: shopId }, body })
  }
  return (
    <FormDrawer<Values>
      title={known ? w.edit : w.add}
      isOpen={fee !== null}
      onClose={onClose}
      {...(known ? { version: known.version } : {})}
      initial={known ? valuesOf(known) : { ...START, validFrom: today() }}
      save={save}
    >
      <Field name="kind" label={w.kind} isRequired>
        <Select options={KINDS.map((value) => ({ value, label: w[value] }))} />
      </Field>
      <Field name="category" label={w.category} help={w.categoryHelp}>
        <Input maxLength={60} />
      </Field>
      <Field name="way" label={w.way}>
        <Segmented
          options={[
            { value: 'share', label: w.share },
            { value: 'fixed', label: w.fixed },
          ]}
        />
      </Field>
      <Form.Item noStyle dependencies={['way']}>
        {({ getFieldValue }) =>
          getFieldValue('way') === 'fixed' ? (
            <>
              <Field name="amount" label={w.amount} isRequired>
                <MoneyInput />
              </Field>
              <Field name="per" label={w.per} isRequired>
                <Select options={TERMS.map((value) => ({ value, label: w[value] }))} />
              </Field>
            </>
          ) : (
            <Field name="percent" label={w.percent} isRequired>
              <Input suffix="%" inputMode="decimal" maxLength={9} />
            </Field>
          )
        }
      </Form.Item>
      <Field name="base" label={w.base} isRequired>
        <Select options={BASES.map((value) => ({ value, label: baseWord(w, value) }))} />
      </Field>
      <Field name="validFrom" label={w.validFrom} isRequired>
        <Input type="date" />
      </Field>
      <Field name="validTo" label={w.validTo} help={w.validToHelp}>
        <Input type="date" />
      </Field>
      <Field name="source" label={w.source} help={w.sourceHelp} isRequired>
        <Input maxLength={300} />
      </Field>
      <Field name="note" label={w.note}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Field>
      <Field name="verified" label={w.verified} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}
