// Accounts, posts and what they may do, keys of programs.
import { Alert, Button, Input, Modal, Popconfirm, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { accessApi } from '../../../src/modules/access/contract.ts'
import { useMe } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer, FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { StatusTag } from '../../ui/values.tsx'

const words = {
  noneKeys: { zh: '还没有密钥', en: 'No keys yet' },
  noneKeysText: {
    zh: '程序要调用接口时建一个,权限只给需要的。',
    en: 'Make one when a program needs the API, with only the scopes it needs.',
  },
  users: { zh: '账号', en: 'Accounts' },
  usersHelp: {
    zh: '一人一账号,岗位决定能看什么、能做什么。停用立即下线。最后一个老板账号不能停用。',
    en: 'One account per person; the post decides what they see and do. Disabling signs out at once. The last owner cannot be disabled.',
  },
  username: { zh: '账号', en: 'Account' },
  name: { zh: '姓名', en: 'Name' },
  role: { zh: '岗位', en: 'Post' },
  state: { zh: '状态', en: 'State' },
  on: { zh: '启用', en: 'Active' },
  off: { zh: '停用', en: 'Disabled' },
  mustChange: { zh: '待改密码', en: 'New password due' },
  lastSeen: { zh: '最近使用', en: 'Last seen' },
  created: { zh: '创建', en: 'Created' },
  add: { zh: '新增账号', en: 'Add an account' },
  added: { zh: '已新增', en: 'Added' },
  edit: { zh: '修改', en: 'Edit' },
  saved: { zh: '已保存', en: 'Saved' },
  password: { zh: '初始密码', en: 'First password' },
  passwordHelp: {
    zh: '至少 10 个字符;本人首次登录后应修改',
    en: 'At least 10 characters; to be changed at first sign-in',
  },
  reset: { zh: '重设密码', en: 'Reset password' },
  disabled: { zh: '停用账号', en: 'Disabled' },
  roles: { zh: '岗位权限', en: 'Posts' },
  rolesHelp: {
    zh: '十个岗位各自的权限。老板拥有全部权限。',
    en: 'What each of the ten posts may do. The owner may do everything.',
  },
  permission: { zh: '权限', en: 'Permission' },
  keys: { zh: 'API 密钥', en: 'API keys' },
  keysHelp: {
    zh: '给程序用的密钥,只在创建时显示一次。权限不会超过创建人现在的权限;吊销立即失效。',
    en: 'Keys for programs, shown once when made. A key never may more than its maker may today; revoking works at once.',
  },
  keyName: { zh: '名称', en: 'Name' },
  prefix: { zh: '开头', en: 'Begins with' },
  scopes: { zh: '权限范围', en: 'Scopes' },
  scopesOf: {
    zh: (n: string, first: string) => `${n} 项:${first}${Number(n) > 3 ? '…' : ''}`,
    en: (n: string, first: string) => `${n}: ${first}${Number(n) > 3 ? '…' : ''}`,
  },
  comma: { zh: '、', en: ', ' },
  maker: { zh: '创建人', en: 'Made by' },
  used: { zh: '最近使用', en: 'Last used' },
  addKey: { zh: '新建密钥', en: 'Make a key' },
  revoke: { zh: '吊销', en: 'Revoke' },
  revoked: { zh: '已吊销', en: 'Revoked' },
  revokeAsk: {
    zh: '吊销后,用它的程序立即停止工作,不能恢复',
    en: 'Programs using it stop at once. It cannot be undone.',
  },
  revokeYes: { zh: '确认吊销', en: 'Revoke it' },
  cancel: { zh: '取消', en: 'Cancel' },
  once: { zh: '请现在复制,关闭后不再显示:', en: 'Copy it now; it is not shown again:' },
  close: { zh: '我已保存', en: 'I have saved it' },
} as const

type User = Result<(typeof accessApi)['users']>['items'][number]
type Key = Result<(typeof accessApi)['keys']>['items'][number]
type Role = User['role']

function useRoles() {
  const language = useLanguage()
  const { data } = useRead(api.access.roles, {})
  const names = new Map((data?.roles ?? []).map((one) => [one.role, one[language]]))
  return { data, nameOf: (role: Role) => names.get(role) ?? role }
}

export function UsersPage() {
  const w = useWords(words)
  const [isAdding, setAdding] = useState(false)
  const [editing, setEditing] = useState<User | null>(null)
  const [resetting, setResetting] = useState<User | null>(null)
  const { data: roles, nameOf } = useRoles()
  const options = (roles?.roles ?? []).map(({ role }) => ({ value: role, label: nameOf(role) }))
  const add = useWrite(api.access.addUser, { success: w.added, quiet: true })
  const edit = useWrite(api.access.editUser, { success: w.saved, quiet: true })
  const reset = useWrite(api.access.resetPassword, { success: w.saved, quiet: true })
  return (
    <Page title={w.users} help={w.usersHelp} isFilling>
      <DataTable<User>
        name="access.users"
        label={w.users}
        list={api.access.users}
        rowKey={({ id }) => id}
        columns={[
          { key: 'username', title: w.username, kind: 'code', width: 130 },
          { key: 'displayName', title: w.name, grow: true },
          { key: 'role', title: w.role, width: 130, render: ({ role }) => nameOf(role) },
          {
            key: 'disabledAt',
            title: w.state,
            width: 150,
            render: (user) => (
              <StatusTag tone={user.disabledAt ? 'neutral' : user.mustChange ? 'warn' : 'good'}>
                {user.disabledAt ? w.off : user.mustChange ? w.mustChange : w.on}
              </StatusTag>
            ),
          },
          { key: 'lastSeenAt', title: w.lastSeen, kind: 'instant' },
          { key: 'createdAt', title: w.created, kind: 'instant' },
          {
            key: 'do',
            title: '',
            width: 210,
            render: (user) => (
              <>
                <Button size="small" type="link" onClick={() => setEditing(user)}>
                  {w.edit}
                </Button>
                <Button size="small" type="link" onClick={() => setResetting(user)}>
                  {w.reset}
                </Button>
              </>
            ),
          },
        ]}
        actions={
          <Button type="primary" onClick={() => setAdding(true)}>
            {w.add}
          </Button>
        }
      />
      <FormDrawer<{ username: string; displayName: string; role: Role; password: string }>
        title={w.add}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        initial={{ role: 'operator' }}
        save={(body) => add.mutateAsync({ body })}
      >
        <Field name="username" label={w.username} isRequired>
          <Input autoFocus maxLength={40} autoComplete="off" />
        </Field>
        <Field name="displayName" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="role" label={w.role}>
          <Select options={options} />
        </Field>
        <Field name="password" label={w.password} help={w.passwordHelp} isRequired>
          <Input.Password autoComplete="new-password" />
        </Field>
      </FormDrawer>
      <FormDrawer<{ displayName: string; role: Role; disabled: boolean }>
        title={`${w.edit} ${editing?.username ?? ''}`}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
        version={editing?.version ?? 1}
        initial={
          editing
            ? {
                displayName: editing.displayName,
                role: editing.role,
                disabled: editing.disabledAt !== null,
              }
            : {}
        }
        save={(body, version) =>
          edit.mutateAsync({
            params: { id: editing?.id ?? '' },
            body: { ...body, version: version ?? 1 },
          })
        }
      >
        <Field name="displayName" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="role" label={w.role}>
          <Select options={options} />
        </Field>
        <Field name="disabled" label={w.disabled} valueProp="checked">
          <Switch />
        </Field>
      </FormDrawer>
      <FormModal<{ password: string }>
        title={`${w.reset} ${resetting?.username ?? ''}`}
        isOpen={resetting !== null}
        onClose={() => setResetting(null)}
        save={(body) => reset.mutateAsync({ params: { id: resetting?.id ?? '' }, body })}
      >
        <Field name="password" label={w.password} help={w.passwordHelp} isRequired>
          <Input.Password autoComplete="new-password" />
        </Field>
      </FormModal>
    </Page>
  )
}

export function RolesPage() {
  const w = useWords(words)
  const language = useLanguage()
  const { data, error } = useRead(api.access.roles, {})
  if (error) return <ProblemAlert problem={error} />
  return (
    <Page title={w.roles} help={w.rolesHelp}>
      <Panel>
        <div style={{ overflowX: 'auto' }}>
          <table style={{ borderCollapse: 'collapse', width: '100%' }}>
            <thead>
              <tr>
                <th style={{ textAlign: 'left' }}>{w.permission}</th>
                {data?.roles.map((role) => (
                  <th key={role.role} style={{ fontWeight: 500, padding: '0 6px' }}>
                    {role[language]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data?.permissions.map((permission) => (
                <tr key={permission.permission} style={{ height: 28 }}>
                  <th
                    scope="row"
                    style={{ textAlign: 'left', fontWeight: 400 }}
                    title={permission.permission}
                  >
                    {permission[language]}
                  </th>
                  {data.roles.map(({ role }) => (
                    <td key={role} style={{ textAlign: 'center' }}>
                      {permission.roles.includes(role) ? '✓' : <span className="mr-dash">·</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </Page>
  )
}

export function KeysPage() {
  const w = useWords(words)
  const language = useLanguage()
  const me = useMe()
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const { data: roles } = useRoles()
  const add = useWrite(api.access.addKey, { quiet: true, onDone: ({ key }) => setMade(key) })
  const revoke = useWrite(api.access.revokeKey, { success: w.revoked })
  const scopes = (roles?.permissions ?? []).filter(({ permission }) =>
    me.permissions.includes(permission),
  )
  const nameOf = (scope: string) =>
    roles?.permissions.find(({ permission }) => permission === scope)?.[language] ?? scope
  const scopesOf = (held: readonly string[]) => (
    <span title={held.map(nameOf).join('\n')}>
      {w.scopesOf(String(held.length), held.slice(0, 3).map(nameOf).join(w.comma))}
    </span>
  )
  return (
    <Page title={w.keys} help={w.keysHelp} isFilling>
      <DataTable<Key>
        name="access.keys"
        empty={<Teach title={w.noneKeys} text={w.noneKeysText} />}
        label={w.keys}
        list={api.access.keys}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', title: w.keyName, width: 180 },
          { key: 'prefix', title: w.prefix, kind: 'code', width: 120 },
          { key: 'scopes', title: w.scopes, grow: true, render: (key) => scopesOf(key.scopes) },
          { key: 'createdByName', title: w.maker, width: 110 },
          { key: 'createdAt', title: w.created, kind: 'instant' },
          { key: 'lastUsedAt', title: w.used, kind: 'instant' },
          {
            key: 'do',
            title: '',
            width: 90,
            render: (key) =>
              key.revokedAt ? (
                <StatusTag>{w.revoked}</StatusTag>
              ) : (
                <Popconfirm
                  title={w.revokeAsk}
                  okText={w.revokeYes}
                  cancelText={w.cancel}
                  onConfirm={() => revoke.mutate({ params: { id: key.id } })}
                >
                  <Button size="small" type="link" danger>
                    {w.revoke}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
        actions={
          <Button type="primary" onClick={() => setAdding(true)}>
            {w.addKey}
          </Button>
        }
      />
      <FormModal<{ name: string; scopes: string[] }>
        title={w.addKey}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        save={(body) => add.mutateAsync({ body })}
      >
        <Field name="name" label={w.keyName} isRequired>
          <Input autoFocus maxLength={200} />
        </Field>
        <Field name="scopes" label={w.scopes} isRequired>
          <Select
            mode="multiple"
            options={scopes.map((one) => ({
              value: one.permission,
              label: `${one[language]} (${one.permission})`,
            }))}
          />
        </Field>
      </FormModal>
      <Modal
        open={made !== null}
        title={w.addKey}
        onCancel={() => setMade(null)}
        footer={
          <Button type="primary" onClick={() => setMade(null)}>
            {w.close}
          </Button>
        }
      >
        <Alert type="warning" title={w.once} />
        <Input.TextArea readOnly autoSize value={made ?? ''} style={{ marginTop: 8 }} />
      </Modal>
    </Page>
  )
}
