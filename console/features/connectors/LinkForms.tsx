// Making a link, and mending one: address, keys, secret.
import { Button, Input, Select, Switch } from 'antd'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import type { LinkDetails, LinkRow } from './parts.tsx'
import { words } from './words.ts'

interface OpenForm {
  readonly isOpen: boolean
  readonly onClose: () => void
}

const SANDBOX_ADDRESS = 'http://127.0.0.1:4180'

export function AddLink({ isOpen, onClose }: OpenForm) {
  const w = useWords(words)
  const shops = useRead(api.shops.shops, { query: { limit: 200 } }, { enabled: isOpen })
  const links = useRead(api.connectors.health, { query: { limit: 200 } }, { enabled: isOpen })
  const linked = new Set(links.data?.items.map(({ shopCode }) => shopCode))
  const free = shops.data?.items.filter(({ code, active }) => active && !linked.has(code)) ?? []
  const add = useWrite(api.connectors.addLink, { quiet: true, success: w.added })
  return (
    <FormDrawer<{
      shop: string
      connector: LinkRow['connector']
      address: string
      remoteShop: string
      appKey: string
      secret: string
    }>
      title={w.add}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ connector: 'sandbox', address: SANDBOX_ADDRESS }}
      save={(body) => add.mutateAsync({ body })}
    >
      <Field
        name="shop"
        label={w.whichShop}
        isRequired
        {...(shops.data && links.data && free.length === 0
          ? {
              help: (
                <>
                  {w.noShop}{' '}
                  <Button size="small" href={paths.shops}>
                    {w.toShops}
                  </Button>
                </>
              ),
            }
          : {})}
      >
        <Select
          showSearch
          optionFilterProp="label"
          loading={shops.isFetching}
          options={free.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
      </Field>
      <Field name="connector" label={w.connector}>
        <Select
          options={(['sandbox', 'sandbox_counting'] as const).map((value) => ({
            value,
            label: w[value],
          }))}
        />
      </Field>
      <Field name="address" label={w.address} help={w.addressHelp} isRequired>
        <Input maxLength={300} />
      </Field>
      <Field name="remoteShop" label={w.remoteShop} isRequired>
        <Input maxLength={64} />
      </Field>
      <Field name="appKey" label={w.appKey} isRequired>
        <Input maxLength={64} autoComplete="off" />
      </Field>
      <Field name="secret" label={w.secret} help={w.secretHelpNew} isRequired>
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Field>
    </FormDrawer>
  )
}

export function Reconnect({ link, isOpen, onClose }: OpenForm & { readonly link: LinkDetails }) {
  const w = useWords(words)
  const edit = useWrite(api.connectors.editLink, { quiet: true, success: w.saved })
  const initial = { address: link.address, remoteShop: link.remoteShop, appKey: link.appKey }
  return (
    <FormDrawer<{ address: string; remoteShop: string; appKey: string; secret?: string }>
      title={`${w.reconnect} ${link.shopCode}`}
      isOpen={isOpen}
      onClose={onClose}
      version={link.version}
      initial={initial}
      save={({ secret, ...body }, version) =>
        edit.mutateAsync({
          params: { id: link.shopId },
          body: {
            ...body,
            version: version ?? 1,
            active: true,
            ...(secret ? { secret } : {}),
          },
        })
      }
    >
      <Field name="address" label={w.address} isRequired>
        <Input maxLength={300} />
      </Field>
      <Field name="remoteShop" label={w.remoteShop} help={w.remoteShopStands} isRequired>
        <Input maxLength={64} />
      </Field>
      <Field name="appKey" label={w.appKey} isRequired>
        <Input maxLength={64} autoComplete="off" />
      </Field>
      <Field name="secret" label={w.secret} help={w.secretHelp}>
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Field>
    </FormDrawer>
  )
}

export function Feed({ link, isOpen, onClose }: OpenForm & { readonly link: LinkDetails }) {
  const w = useWords(words)
  const feed = useWrite(api.connectors.feed, { quiet: true, success: w.saved })
  return (
    <FormDrawer<{ isOn: boolean; site?: string }>
      title={`${w.feed} ${link.shopCode}`}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ isOn: link.liveStock, site: link.stockSite ?? '' }}
      save={({ isOn, site }) =>
        feed.mutateAsync({
          params: { id: link.shopId },
          body: { isOn, ...(site ? { site } : {}) },
        })
      }
    >
      <p className="mr-quiet">{w.feedHelp}</p>
      <Field name="isOn" label={w.feedIsOn} valueProp="checked">
        <Switch />
      </Field>
      <Field name="site" label={w.feedSite}>
        <Input maxLength={20} />
      </Field>
    </FormDrawer>
  )
}
