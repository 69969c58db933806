// One manifest: a box that always has the keyboard, what was scanned last, and the driver's name under it.
import { Alert, Button, Input, type InputRef, Table } from 'antd'
import { useRef, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { toProblem } from '../../api/problem.ts'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason, Loading } from '../../ui/states.tsx'
import { Qty, StatusTag, When } from '../../ui/values.tsx'
import { manifestWords } from './manifest-words.ts'

type Manifest = Result<(typeof carriersApi)['manifest']>

export function ManifestDetail({ id }: { readonly id: string }) {
  const w = useWords(manifestWords)
  const may = useMay()
  const { data: manifest, error } = useRead(api.carriers.manifest, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!manifest) return <Loading />
  const isOpen = manifest.status === 'OPEN'
  return (
    <>
      <Panel
        title={<StatusTag tone={isOpen ? 'warn' : 'good'}>{w[manifest.status]}</StatusTag>}
        extra={
          <span className="mr-row">
            <Button
              href={api.carriers.manifestSheet.url({ params: { id } })}
              target="_blank"
              rel="noreferrer"
            >
              {w.print}
            </Button>
            {isOpen && may('carriers.ship') ? <Sign manifest={manifest} /> : null}
          </span>
        }
      >
        <Facts
          items={[
            [w.carrier, manifest.carrier],
            [w.site, manifest.siteCode],
            [w.cutOff, <When key="cut" at={manifest.cutOffAt} isShort />],
            [w.parcels, <Qty key="parcels" value={String(manifest.parcels)} />],
            [w.scanned, <Qty key="scanned" value={String(manifest.scanned)} />],
            [w.leftOut, <Qty key="left" value={String(manifest.leftOut)} />],
            ...(isOpen
              ? []
              : ([
                  [w.driver, manifest.driver],
                  [w.signedAt, <When key="at" at={manifest.signedAt} isShort />],
                ] as const)),
          ]}
        />
        {isOpen && may('carriers.ship') ? <Scan manifest={manifest} /> : null}
      </Panel>
      <Table
        aria-label={w.waybill}
        size="small"
        rowKey="parcelId"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={[...manifest.rows]}
        columns={[
          {
            title: w.waybill,
            render: (_v, row) => <span className="mr-code">{row.waybillNo}</span>,
          },
          { title: w.order, dataIndex: 'orderRef' },
          {
            title: w.grams,
            align: 'right',
            width: 80,
            render: (_v, row) => <Qty value={String(row.grams)} />,
          },
          {
            title: w.scannedAt,
            width: 170,
            render: (_v, row) =>
              row.leftOut !== null ? (
                <StatusTag tone="bad">
                  {w.leftOut} · {row.leftOut}
                </StatusTag>
              ) : row.scannedAt === null ? (
                <StatusTag tone="neutral">{w.notYet}</StatusTag>
              ) : (
                <When at={row.scannedAt} isShort />
              ),
          },
          { title: w.by, width: 90, render: (_v, row) => row.scannedBy ?? '—' },
        ]}
      />
    </>
  )
}

interface Said {
  readonly tone: 'success' | 'warning' | 'error'
  readonly text: string
}

/** Wrong is said in red and stays until the next scan; the box keeps the keyboard. */
function Scan({ manifest }: { readonly manifest: Manifest }) {
  const w = useWords(manifestWords)
  const language = useLanguage()
  const box = useRef<InputRef>(null)
  const [text, setText] = useState('')
  const [said, setSaid] = useState<Said | null>(null)
  const scan = useWrite(api.carriers.scanParcel, { quiet: true })
  const send = async () => {
    const waybillNo = text.trim()
    if (waybillNo === '') return
    setText('')
    try {
      const answer = await scan.mutateAsync({ params: { id: manifest.id }, body: { waybillNo } })
      const word = answer.again ? w.again : answer.joined ? w.joined : w.scanned1
      setSaid({
        tone: answer.again ? 'warning' : 'success',
        text: `${waybillNo} ${word} · ${answer.scanned} / ${answer.parcels}`,
      })
    } catch (thrown) {
      setSaid({ tone: 'error', text: toProblem(thrown)[language] })
    }
    box.current?.focus()
  }
  return (
    <div className="mr-stack" style={{ marginTop: 10 }}>
      <Input
        ref={box}
        autoFocus
        size="large"
        aria-label={w.scan}
        placeholder={w.scan}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => void send()}
      />
      {said ? <Alert role="status" type={said.tone} showIcon title={said.text} /> : null}
    </div>
  )
}

function Sign({ manifest }: { readonly manifest: Manifest }) {
  const w = useWords(manifestWords)
  const [isOpen, setOpen] = useState(false)
  const sign = useWrite(api.carriers.signManifest, {
    quiet: true,
    success: ({ handedOver, leftOut }) => w.signed(String(handedOver), String(leftOut)),
  })
  const missing = manifest.parcels - manifest.scanned
  return (
    <>
      <DisabledReason why={manifest.scanned === 0 ? w.nothing : undefined}>
        <Button type="primary" disabled={manifest.scanned === 0} onClick={() => setOpen(true)}>
          {w.sign}
        </Button>
      </DisabledReason>
      <FormModal<{ driver: string; leaveOut?: string }>
        title={`${w.sign} ${manifest.no}`}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        saveLabel={w.sign}
        save={({ driver, leaveOut }) =>
          sign.mutateAsync({
            params: { id: manifest.id },
            body: { driver, ...(leaveOut ? { leaveOut } : {}) },
          })
        }
      >
        <p>{w.signText(String(manifest.scanned), String(manifest.parcels))}</p>
        <Field name="driver" label={w.driver} isRequired>
          <Input maxLength={40} />
        </Field>
        {missing > 0 ? (
          <>
            <Alert type="warning" showIcon title={w.missing(String(missing))} />
            <Field name="leaveOut" label={w.whyLeft}>
              <Input maxLength={200} />
            </Field>
          </>
        ) : null}
      </FormModal>
    </>
  )
}
