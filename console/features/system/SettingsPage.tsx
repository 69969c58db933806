// What staff may set, and what the program was started with.
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { systemApi } from '../../../src/modules/system/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, MoneyInput, minorOf, QtyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { When } from '../../ui/values.tsx'
import { words } from './settings-words.ts'

type Setting = Result<(typeof systemApi)['settings']>['items'][number]

const GROUPS = ['house', 'inventory', 'access'] as const

export function SettingsPage() {
  const w = useWords(words)
  const read = useRead(api.system.settings, {})
  const [editing, setEditing] = useState<Setting | null>(null)
  return (
    <Page title={w.title} help={w.help}>
      {read.error ? <ProblemAlert problem={read.error} /> : null}
      {read.isPending ? <Loading lines={10} /> : null}
      {read.data
        ? GROUPS.map((group) => (
            <Group
              key={group}
              title={w[group]}
              settings={read.data.items.filter(({ key }) => key.startsWith(`${group}.`))}
              onEdit={setEditing}
            />
          ))
        : null}
      <Program />
      <SettingForm setting={editing} onClose={() => setEditing(null)} />
    </Page>
  )
}

/** A value as people read it. */
function useShown() {
  const w = useWords(words)
  const language = useLanguage()
  return ({ kind, unit }: Setting, text: string) => {
    if (text === '') return w.empty
    const value = kind === 'money' ? formatYuan(text) : text
    return unit ? `${value} ${unit[language]}` : value
  }
}

interface GroupProps {
  readonly title: string
  readonly settings: readonly Setting[]
  readonly onEdit: (setting: Setting) => void
}

function Group({ title, settings, onEdit }: GroupProps) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const shown = useShown()
  return (
    <Panel title={title}>
      <table className="mr-plain mr-settings" aria-label={title}>
        <tbody>
          {settings.map((setting) => {
            const isInitial = setting.value === setting.initial
            return (
              <tr key={setting.key}>
                <th scope="row">
                  {setting.title[language]}
                  <p className="mr-quiet">{setting.help[language]}</p>
                </th>
                <td>
                  <span className={setting.value === '' ? 'mr-quiet' : 'mr-num'}>
                    {shown(setting, setting.value)}
                  </span>
                  <p className="mr-quiet">
                    {setting.value === ''
                      ? null
                      : isInitial
                        ? w.isDefault
                        : setting.initial === ''
                          ? null
                          : w.wasDefault(shown(setting, setting.initial))}
                  </p>
                </td>
                <td className="mr-quiet">
                  {setting.updatedAt ? (
                    <>
                      {w.changedBy(setting.updatedBy ?? '')} <When at={setting.updatedAt} isShort />
                      {may('audit.read') ? (
                        <p>
                          <a href={`${paths.audit}?subjectId=${setting.key}`}>{w.history}</a>
                        </p>
                      ) : null}
                    </>
                  ) : null}
                </td>
                <td className="mr-right">
                  <Button
                    size="small"
                    aria-label={`${w.change} ${setting.title[language]}`}
                    onClick={() => onEdit(setting)}
                  >
                    {w.change}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

interface FormProps {
  readonly setting: Setting | null
  readonly onClose: () => void
}

function SettingForm({ setting, onClose }: FormProps) {
  const w = useWords(words)
  const language = useLanguage()
  // While the drawer fades out it still says what it was about.
  const [last, setLast] = useState<Setting | null>(null)
  if (setting !== null && setting !== last) setLast(setting)
  const save = useWrite(api.system.changeSetting, {
    success: w.saved,
    quiet: true,
    touches: ['access'],
  })
  const toText = (typed: string) =>
    last?.kind === 'money'
      ? minorOf(typed)
      : last?.kind === 'whole'
        ? typed.replaceAll(',', '')
        : typed
  return (
    <FormDrawer<{ value: string }>
      title={last?.title[language] ?? ''}
      isOpen={setting !== null}
      onClose={onClose}
      version={setting?.version ?? 0}
      initial={
        setting ? { value: setting.kind === 'money' ? yuanOf(setting.value) : setting.value } : {}
      }
      save={({ value }, version) =>
        save.mutateAsync({
          params: { key: setting?.key ?? '' },
          body: { value: toText(value ?? ''), version: version ?? 0 },
        })
      }
    >
      {last ? (
        <>
          <p className="mr-quiet" style={{ marginBottom: 12 }}>
            {last.help[language]}
          </p>
          <Field
            name="value"
            label={
              last.unit ? `${last.title[language]}(${last.unit[language]})` : last.title[language]
            }
            help={w.allowed(last.allowed[language])}
          >
            {control(last)}
          </Field>
          <BackToInitial setting={last} />
        </>
      ) : null}
    </FormDrawer>
  )
}

function control(setting: Setting) {
  if (setting.kind === 'money') return <MoneyInput />
  if (setting.kind === 'whole') return <QtyInput />
  if (setting.kind === 'text') return <Input maxLength={200} />
  const values = Intl.supportedValuesOf(setting.kind === 'currency' ? 'currency' : 'timeZone')
  return <Select showSearch options={values.map((value) => ({ value, label: value }))} />
}

function BackToInitial({ setting }: { readonly setting: Setting }) {
  const w = useWords(words)
  const shown = useShown()
  const { message } = App.useApp()
  const form = Form.useFormInstance()
  if (setting.value === setting.initial || setting.initial === '') return null
  return (
    <Button
      type="link"
      size="small"
      onClick={() => {
        form.setFieldValue(
          'value',
          setting.kind === 'money' ? yuanOf(setting.initial) : setting.initial,
        )
        void message.info(shown(setting, setting.initial))
      }}
    >
      {w.backTo(shown(setting, setting.initial))}
    </Button>
  )
}

function Program() {
  const w = useWords(words)
  const read = useRead(api.system.program, {})
  if (read.error) return <ProblemAlert problem={read.error} />
  if (!read.data) return <Loading />
  const { postgres, clickhouse, files, migrations, ...program } = read.data
  const server = (one: { isEmbedded: boolean; version: string | null; at: string | null }) =>
    `${one.isEmbedded ? w.embedded : w.external} · ${one.version ?? w.down}${one.at ? ` · ${one.at}` : ''}`
  return (
    <Panel title={w.program}>
      <p className="mr-quiet" style={{ marginBottom: 10 }}>
        {w.programHelp}
      </p>
      <Facts
        items={[
          [w.version, program.version],
          [w.licence, program.licence],
          [w.node, `Node ${program.node} · ${program.platform}`],
          [w.since, <When key="since" at={program.startedAt} />],
          [w.address, `${program.host}:${program.port}`],
          [w.dataDir, program.dataDir],
          [w.postgres, server(postgres)],
          [w.clickhouse, server(clickhouse)],
          [w.files, files.kind === 's3' ? `S3 · ${files.at}` : w.folder],
          [w.keys, program.keysFrom === 'file' ? w.keysFile : w.keysEnvironment],
          [w.pool, program.poolSize],
          [w.log, program.logLevel],
          [w.cookies, program.secureCookies ? w.yes : w.no],
        ]}
      />
      <details className="mr-details">
        <summary>{w.migrations(migrations.length)}</summary>
        <ul>
          {migrations.map(({ version, appliedAt }) => (
            <li key={version}>
              <span className="mr-code">{version}</span>{' '}
              <span className="mr-quiet">
                <When at={appliedAt} isShort />
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  )
}
