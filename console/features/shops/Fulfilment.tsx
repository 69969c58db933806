// Who fulfils a shop's orders, and handing them over. Open orders that have moved no stock are taken over at once.
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Facts } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import type { Shop } from './ShopsPage.tsx'
import { words } from './words.ts'

interface Typed {
  readonly fulfilment: 'platform' | 'desk'
  readonly from?: string
}

export function Fulfilment({ shop }: { readonly shop: Shop }) {
  const w = useWords(words)
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const change = useWrite(api.orders.setFulfilment, {
    quiet: true,
    touches: ['shops'],
    success: ({ taken }) => w.handedOver(String(taken)),
  })
  return (
    <>
      <Facts
        items={[
          [w.fulfilment, shop.fulfilment === 'desk' ? w.byDesk : w.byPlatform],
          ...(shop.deskFrom === null
            ? []
            : ([[w.deskFrom, <When key="from" at={shop.deskFrom} isShort />]] as const)),
        ]}
      />
      {may('shops.write') ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {w.changeFulfilment}
        </Button>
      ) : null}
      <FormModal<Typed>
        title={`${w.changeFulfilment} ${shop.code}`}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        version={shop.version}
        initial={{ fulfilment: shop.fulfilment }}
        save={({ fulfilment, from }, version) =>
          change.mutateAsync({
            params: { id: shop.id },
            body: {
              version: version ?? shop.version,
              fulfilment,
              ...(from ? { from: new Date(from).toISOString() } : {}),
            },
          })
        }
      >
        <Field name="fulfilment" label={w.fulfilment} help={w.fulfilmentHelp}>
          <Radio.Group
            options={[
              { value: 'platform', label: w.byPlatform },
              { value: 'desk', label: w.byDesk },
            ]}
          />
        </Field>
        <Field name="from" label={w.deskFrom} help={w.deskFromHelp}>
          <Input type="datetime-local" />
        </Field>
      </FormModal>
    </>
  )
}
