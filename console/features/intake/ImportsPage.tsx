// The import centre: drop files, answer what they ask, import, and see what came of it. Which drop is looked at stands in
// the address, so that it can be left, found again and sent on.
import { Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useRead } from '../../api/queries.tsx'
import type { intakeApi } from '../../../src/modules/intake/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Upload } from '../../ui/Upload.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { BatchView } from './BatchView.tsx'
import { MappingView } from './MappingView.tsx'
import { RunDetail, TONES } from './RunDetail.tsx'
import { words } from './words.ts'

export type Run = Result<(typeof intakeApi)['run']>

export function ImportsPage() {
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const { batch, map } = address
  if (map)
    return (
      <MappingView
        key={map}
        runId={map}
        onBack={() => setAddress({ map: null })}
        onSaved={() => setAddress({ map: null })}
      />
    )
  return (
    <Page title={w.imports} help={w.help} isFilling={batch === undefined}>
      {batch ? <BatchView batchId={batch} /> : <Start />}
    </Page>
  )
}

function Start() {
  const w = useWords(words)
  const may = useMay()
  return (
    <>
      {may('intake.write') ? <Drop /> : null}
      <DataTable<Run>
        name="intake.runs"
        query={{ imported: true }}
        empty={<Teach title={w.noneRuns} text={w.noneRunsText} />}
        label={w.history}
        list={api.intake.runs as never}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'createdAt', title: w.when, kind: 'instant' },
          {
            key: 'fileName',
            title: w.file,
            grow: true,
            render: ({ fileName, tableName }) =>
              tableName === '' ? fileName : `${fileName} · ${tableName}`,
          },
          { key: 'kind', title: w.kind, width: 90, render: ({ kind }) => (kind ? w[kind] : '—') },
          { key: 'shopCode', title: w.shop, width: 100 },
          {
            key: 'status',
            title: w.status,
            width: 90,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[status]}</StatusTag>,
          },
          { key: 'rowsRead', title: w.read, kind: 'number' },
          { key: 'created', title: w.created, kind: 'number' },
          { key: 'updated', title: w.updated, kind: 'number' },
          { key: 'unchanged', title: w.unchanged, kind: 'number' },
          { key: 'refused', title: w.refusedRows, kind: 'number' },
          { key: 'requestedBy', title: w.by, width: 120 },
        ]}
        detailTitle={(run) => run?.fileName ?? w.imports}
        detail={(id) => <RunDetail id={id} />}
      />
    </>
  )
}

const AUTO = ''

function Drop() {
  const w = useWords(words)
  const setAddress = useSetAddress()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const [shop, setShop] = useState(AUTO)
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async (files: readonly File[]) => {
    setBusy(true)
    setProblem(null)
    try {
      const form = new FormData()
      for (const file of files) form.append('file', file)
      const { batchId } = await api.intake.upload({
        query: { dryRun: true, ...(shop === AUTO ? {} : { shop }) },
        body: form,
      })
      setAddress({ batch: batchId, open: null }, true)
    } catch (error) {
      setProblem(toProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel
      title={w.dropTitle}
      extra={
        <Select
          aria-label={w.shop}
          style={{ width: 220 }}
          value={shop}
          onChange={setShop}
          options={[
            { value: AUTO, label: w.shopAuto },
            ...(shops.data?.items ?? []).map(({ code, name }) => ({
              value: code,
              label: `${code} ${name}`,
            })),
          ]}
        />
      }
    >
      {problem ? <ProblemAlert problem={problem} isSmall /> : null}
      {shops.data?.items.length === 0 ? (
        <p>
          {w.noShop} <a href={paths.shops}>{w.toShops}</a>
        </p>
      ) : null}
      <Upload
        label={isBusy ? w.uploading : w.drop}
        hint={w.dropHint}
        accept=".csv,.tsv,.txt,.xlsx,.xls,.zip,.gz"
        isBusy={isBusy}
        isMultiple
        onFiles={(files) => void send(files)}
      />
    </Panel>
  )
}
