// Accounts, sessions, keys and saved views, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'
import { ROLE_NAMES } from './permissions.ts'

const role = z.enum(ROLE_NAMES)
const locale = z.enum(['zh', 'en'])
const username = input.code.max(40)
const password = z.string().min(10).max(200)
const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })

const me = z.object({
  id: z.string(),
  kind: z.enum(['user', 'key', 'system', 'anonymous']),
  name: z.string(),
  role: z.string().nullable(),
  roleName: z.object({ zh: z.string(), en: z.string() }).nullable(),
  permissions: z.array(z.string()),
  locale,
  mustChange: z.boolean(),
  /** What every screen needs to know of the house. */
  house: z.object({
    name: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    isDemo: z.boolean().describe('invented data in a folder of its own'),
  }),
})

const user = z.object({
  id: wire.id,
  username: z.string(),
  displayName: z.string(),
  role,
  disabledAt: wire.instant.nullable(),
  mustChange: z.boolean(),
  version: z.number(),
  createdAt: wire.instant,
  lastSeenAt: wire.instant.nullable(),
})

const apiKey = z.object({
  id: wire.id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdByName: z.string(),
  createdAt: wire.instant,
  expiresAt: wire.instant.nullable(),
  revokedAt: wire.instant.nullable(),
  lastUsedAt: wire.instant.nullable(),
})

const view = z.object({
  id: wire.id,
  name: z.string(),
  state: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  mine: z.boolean(),
})

export const accessApi = {
  setupState: route({
    method: 'GET',
    path: '/api/setup',
    summary: { zh: '是否需要初始化', en: 'Whether set-up is needed' },
    permission: 'public',
    response: z.object({ needed: z.boolean() }),
  }),
  setup: route({
    method: 'POST',
    path: '/api/setup',
    summary: { zh: '创建老板账号(仅首次)', en: 'Create the owner (first run only)' },
    permission: 'public',
    body: z.strictObject({
      username,
      displayName: input.name,
      password,
      withKey: z.boolean().default(false),
    }),
    response: z.object({ userId: wire.id, apiKey: z.string().nullable() }),
    errors: ['access.already_set_up'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/session',
    summary: { zh: '登录', en: 'Sign in' },
    permission: 'public',
    body: z.strictObject({ username: z.string().max(100), password: z.string().max(200) }),
    response: done,
    errors: ['access.wrong_credentials', 'access.too_many_attempts'],
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/session',
    summary: { zh: '退出登录', en: 'Sign out' },
    permission: 'signed-in',
    response: done,
  }),
  me: route({
    method: 'GET',
    path: '/api/me',
    summary: { zh: '当前账号', en: 'Who I am' },
    permission: 'signed-in',
    response: me,
  }),
  setLocale: route({
    method: 'PUT',
    path: '/api/me/locale',
    summary: { zh: '切换语言', en: 'Switch language' },
    permission: 'signed-in',
    body: z.strictObject({ locale }),
    response: done,
  }),
  changePassword: route({
    method: 'PUT',
    path: '/api/me/password',
    summary: { zh: '修改密码', en: 'Change password' },
    permission: 'signed-in',
    body: z.strictObject({ current: z.string().max(200), next: password }),
    response: done,
    errors: ['access.wrong_credentials', 'access.too_many_attempts'],
  }),
  sessions: route({
    method: 'GET',
    path: '/api/me/sessions',
    summary: { zh: '我在哪些设备上登录', en: 'Where I am signed in' },
    permission: 'signed-in',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          createdAt: wire.instant,
          lastSeenAt: wire.instant,
          expiresAt: wire.instant,
          userAgent: z.string().nullable(),
          current: z.boolean(),
        }),
      ),
    }),
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/me/sessions/:id',
    summary: { zh: '让一处登录失效', en: 'End one of my sessions' },
    permission: 'signed-in',
    params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: done,
  }),
  roles: route({
    method: 'GET',
    path: '/api/access/roles',
    summary: { zh: '岗位与权限', en: 'Posts and permissions' },
    permission: 'signed-in',
    response: z.object({
      roles: z.array(z.object({ role, zh: z.string(), en: z.string() })),
      permissions: z.array(
        z.object({ permission: z.string(), zh: z.string(), en: z.string(), roles: z.array(role) }),
      ),
    }),
  }),
  users: listRoute({
    path: '/api/access/users',
    summary: { zh: '账号', en: 'Accounts' },
    permission: 'access.manage',
    filters: { q: z.string().max(100).optional() },
    item: user,
    columns: [
      { key: 'username', zh: '账号', en: 'Account', kind: 'text' },
      { key: 'displayName', zh: '姓名', en: 'Name', kind: 'text' },
      { key: 'role', zh: '岗位', en: 'Post', kind: 'text' },
      { key: 'createdAt', zh: '创建时间', en: 'Created', kind: 'instant' },
      { key: 'disabledAt', zh: '停用时间', en: 'Disabled', kind: 'instant' },
    ],
  }),
  addUser: route({
    method: 'POST',
    path: '/api/access/users',
    summary: { zh: '新增账号', en: 'Add an account' },
    permission: 'access.manage',
    creates: true,
    body: z.strictObject({ username, displayName: input.name, role, password }),
    response: z.object({ id: wire.id }),
    errors: ['access.username_taken'],
  }),
  editUser: route({
    method: 'PATCH',
    path: '/api/access/users/:id',
    summary: { zh: '修改账号', en: 'Edit an account' },
    permission: 'access.manage',
    params: byId,
    body: z.strictObject({
      version: input.version,
      displayName: input.name,
      role,
      disabled: z.boolean(),
    }),
    response: z.object({ version: z.number() }),
    errors: ['access.last_owner', 'kernel.stale_edit'],
  }),
  resetPassword: route({
    method: 'PUT',
    path: '/api/access/users/:id/password',
    summary: { zh: '重设密码', en: 'Reset a password' },
    permission: 'access.manage',
    params: byId,
    body: z.strictObject({ password }),
    response: done,
  }),
  keys: listRoute({
    path: '/api/access/keys',
    summary: { zh: 'API 密钥', en: 'API keys' },
    permission: 'keys.manage',
    filters: {},
    item: apiKey,
    columns: [
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'prefix', zh: '开头', en: 'Begins with', kind: 'text' },
      { key: 'createdByName', zh: '创建人', en: 'Made by', kind: 'text' },
      { key: 'createdAt', zh: '创建时间', en: 'Created', kind: 'instant' },
      { key: 'lastUsedAt', zh: '最近使用', en: 'Last used', kind: 'instant' },
    ],
  }),
  addKey: route({
    method: 'POST',
    path: '/api/access/keys',
    summary: { zh: '新建密钥(只显示一次)', en: 'Make a key (shown once)' },
    permission: 'keys.manage',
    creates: true,
    body: z.strictObject({
      name: input.name,
      scopes: z.array(z.string().max(60)).min(1).max(100),
      expiresAt: input.instant.optional(),
    }),
    response: z.object({ id: wire.id, key: z.string() }),
    errors: ['access.scopes_exceed_creator'],
  }),
  revokeKey: route({
    method: 'DELETE',
    path: '/api/access/keys/:id',
    summary: { zh: '吊销密钥', en: 'Revoke a key' },
    permission: 'keys.manage',
    params: byId,
    response: done,
  }),
  views: route({
    method: 'GET',
    path: '/api/access/views/:screen',
    summary: { zh: '保存的视图', en: 'Saved views' },
    permission: 'signed-in',
    params: z.object({ screen: input.code }),
    response: z.object({ items: z.array(view) }),
  }),
  saveView: route({
    method: 'POST',
    path: '/api/access/views/:screen',
    summary: { zh: '保存视图', en: 'Save a view' },
    permission: 'signed-in',
    creates: true,
    params: z.object({ screen: input.code }),
    body: z.strictObject({
      name: input.name.max(60),
      state: z.record(z.string().max(60), z.unknown()),
      shared: z.boolean().default(false),
    }),
    response: z.object({ id: wire.id }),
  }),
  deleteView: route({
    method: 'DELETE',
    path: '/api/access/views/:screen/:id',
    summary: { zh: '删除视图', en: 'Delete a view' },
    permission: 'signed-in',
    params: z.object({ screen: input.code, id: input.id }),
    response: done,
  }),
} as const
