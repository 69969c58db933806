// Health, background work, audit and checks, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const JOB_STATUSES = [
  'waiting',
  'running',
  'retrying',
  'done',
  'failed',
  'cancelled',
] as const

const job = z.object({
  id: wire.id,
  name: z.string(),
  status: z.enum(JOB_STATUSES),
  attempts: z.number(),
  maxAttempts: z.number(),
  progress: z
    .object({ done: z.number(), total: z.number().nullable(), note: z.string().optional() })
    .nullable(),
  error: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: wire.instant,
  startedAt: wire.instant.nullable(),
  finishedAt: wire.instant.nullable(),
})

const auditEntry = z.object({
  id: wire.big,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  recordedAt: wire.instant,
  sealed: z.boolean(),
})

const both = z.object({ zh: z.string(), en: z.string() })

const setting = z.object({
  key: z.string(),
  kind: z.enum(['text', 'whole', 'money', 'time_zone', 'currency']),
  title: both,
  help: both,
  allowed: both,
  unit: both.nullable(),
  value: z.string().describe('as text; an amount is in 分'),
  initial: z.string(),
  version: z.number().describe('0 as long as nobody has changed it'),
  updatedBy: z.string().nullable(),
  updatedAt: wire.instant.nullable(),
})

const program = z.object({
  version: z.string(),
  licence: z.string(),
  node: z.string(),
  platform: z.string(),
  startedAt: wire.instant,
  host: z.string(),
  port: z.number(),
  dataDir: z.string(),
  postgres: z.object({ isEmbedded: z.boolean(), version: z.string(), at: z.string().nullable() }),
  clickhouse: z.object({
    isEmbedded: z.boolean(),
    version: z.string().nullable(),
    at: z.string().nullable(),
  }),
  files: z.object({ kind: z.enum(['folder', 's3']), at: z.string() }),
  keysFrom: z.enum(['file', 'environment']),
  poolSize: z.number(),
  logLevel: z.string(),
  secureCookies: z.boolean(),
  migrations: z.array(z.object({ version: z.string(), appliedAt: wire.instant })),
})

const demoSize = z.enum(['small', 'full'])

const byId = z.object({ id: input.id })
const done = z.object({ done: z.literal(true) })

export const systemApi = {
  health: route({
    method: 'GET',
    path: '/health',
    summary: { zh: '存活', en: 'Alive' },
    permission: 'public',
    response: z.object({ status: z.literal('ok') }),
  }),
  ready: route({
    method: 'GET',
    path: '/ready',
    summary: { zh: '就绪', en: 'Ready' },
    permission: 'public',
    response: z.object({
      status: z.enum(['ready', 'degraded']),
      postgres: z.boolean(),
      clickhouse: z.string().nullable(),
      outboxWaiting: wire.big,
    }),
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    summary: { zh: 'Prometheus 指标', en: 'Prometheus metrics' },
    permission: 'public',
    raw: true,
    response: z.any(),
  }),
  openapi: route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: { zh: 'OpenAPI 文档', en: 'OpenAPI document' },
    permission: 'public',
    response: z.record(z.string(), z.unknown()),
  }),
  docs: route({
    method: 'GET',
    path: '/api/docs',
    summary: { zh: '接口说明页', en: 'API reference' },
    permission: 'public',
    raw: true,
    response: z.any(),
  }),
  jobs: listRoute({
    path: '/api/jobs',
    summary: { zh: '任务', en: 'Jobs' },
    permission: 'jobs.read',
    filters: { status: z.enum(JOB_STATUSES).optional(), name: z.string().max(60).optional() },
    item: job,
    columns: [
      { key: 'name', zh: '任务', en: 'Job', kind: 'text' },
      { key: 'status', zh: '状态', en: 'Status', kind: 'text' },
      { key: 'attempts', zh: '次数', en: 'Attempts', kind: 'number' },
      { key: 'createdAt', zh: '提交时间', en: 'Asked', kind: 'instant' },
      { key: 'finishedAt', zh: '结束时间', en: 'Ended', kind: 'instant' },
      { key: 'error', zh: '错误', en: 'Error', kind: 'text' },
    ],
  }),
  job: route({
    method: 'GET',
    path: '/api/jobs/:id',
    summary: { zh: '一个任务', en: 'One job' },
    permission: 'jobs.read',
    params: byId,
    response: job,
  }),
  retryJob: route({
    method: 'PUT',
    path: '/api/jobs/:id/retry',
    summary: { zh: '重试任务', en: 'Run a job again' },
    permission: 'jobs.manage',
    params: byId,
    response: done,
    errors: ['kernel.job_state'],
  }),
  cancelJob: route({
    method: 'PUT',
    path: '/api/jobs/:id/cancel',
    summary: { zh: '取消任务', en: 'Cancel a job' },
    permission: 'jobs.manage',
    params: byId,
    response: done,
    errors: ['kernel.job_state'],
  }),
  handlers: route({
    method: 'GET',
    path: '/api/outbox',
    summary: { zh: '事件处理状态', en: 'Event handlers' },
    permission: 'jobs.read',
    response: z.object({
      items: z.array(
        z.object({
          handler: z.string(),
          waiting: wire.big,
          delivered: wire.big,
          failures: z.number(),
          lastError: z.string().nullable(),
          retryAt: wire.instant.nullable(),
          oldestWaitingAt: wire.instant.nullable(),
        }),
      ),
    }),
  }),
  retryHandler: route({
    method: 'PUT',
    path: '/api/outbox/:handler/retry',
    summary: { zh: '立即重试处理器', en: 'Retry a handler now' },
    permission: 'jobs.manage',
    params: z.object({ handler: input.code }),
    response: done,
  }),
  audit: listRoute({
    path: '/api/audit',
    summary: { zh: '审计日志', en: 'Audit log' },
    permission: 'audit.read',
    filters: {
      actor: z.string().max(100).optional(),
      action: z.string().max(100).optional(),
      subjectId: z.string().max(100).optional(),
    },
    item: auditEntry,
    columns: [
      { key: 'recordedAt', zh: '时间', en: 'When', kind: 'instant' },
      { key: 'actorName', zh: '谁', en: 'Who', kind: 'text' },
      { key: 'action', zh: '做了什么', en: 'What', kind: 'text' },
      { key: 'subjectType', zh: '对象', en: 'Subject', kind: 'text' },
      { key: 'subjectId', zh: '对象编号', en: 'Subject id', kind: 'text' },
      { key: 'before', zh: '之前', en: 'Before', kind: 'text' },
      { key: 'after', zh: '之后', en: 'After', kind: 'text' },
    ],
  }),
  check: route({
    method: 'POST',
    path: '/api/system/check',
    summary: { zh: '体检:核对全部不变量', en: 'Check all invariants' },
    permission: 'system.check',
    response: z.object({
      ok: z.boolean(),
      results: z.array(
        z.object({
          id: z.string(),
          zh: z.string(),
          en: z.string(),
          violations: z.array(z.record(z.string(), z.unknown())),
          tookMs: z.number(),
        }),
      ),
    }),
  }),
  settings: route({
    method: 'GET',
    path: '/api/settings',
    summary: { zh: '系统设置', en: 'Settings' },
    permission: 'signed-in',
    response: z.object({ items: z.array(setting) }),
  }),
  changeSetting: route({
    method: 'PUT',
    path: '/api/settings/:key',
    summary: { zh: '修改一项设置(立即生效)', en: 'Change a setting (holds at once)' },
    permission: 'settings.manage',
    params: z.object({ key: input.code }),
    body: z.strictObject({
      version: z.int().min(0).describe('0 as long as nobody has changed it'),
      value: z.string().max(500),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'kernel.invalid'],
  }),
  program: route({
    method: 'GET',
    path: '/api/system/program',
    summary: { zh: '程序配置(只读,不含密钥)', en: 'Program configuration (no secrets)' },
    permission: 'settings.manage',
    response: program,
  }),
  demo: route({
    method: 'GET',
    path: '/api/demo',
    summary: {
      zh: '演示工厂:是否在演示中、进度',
      en: 'The demo factory: whether this is one, how far it is',
    },
    permission: 'public',
    response: z.object({
      isDemo: z.boolean(),
      state: z.enum(['loading', 'ready']).nullable(),
      step: both.extend({ done: z.number(), of: z.number() }).nullable(),
      account: z
        .object({ username: z.string(), password: z.string() })
        .nullable()
        .describe('of a demo, to sign in with'),
      canLeave: z.boolean().describe('another house is served here after leaving'),
      canTry: z.boolean().describe('nobody has begun here yet'),
      made: demoSize.nullable().describe('a demo that lies ready beside this house'),
    }),
  }),
  tryDemo: route({
    method: 'POST',
    path: '/api/demo',
    summary: {
      zh: '先看演示工厂(仅首次、尚无账号时)',
      en: 'Try the demo factory (first run only, without accounts)',
    },
    permission: 'public',
    body: z.strictObject({ size: demoSize }),
    response: done,
    errors: ['access.already_set_up', 'system.demo_not_here'],
  }),
  leaveDemo: route({
    method: 'PUT',
    path: '/api/demo/leave',
    summary: { zh: '离开演示,回到自己的数据', en: 'Leave the demo for your own data' },
    permission: 'signed-in',
    response: done,
    errors: ['system.not_a_demo', 'system.demo_not_here'],
  }),
  removeDemo: route({
    method: 'DELETE',
    path: '/api/demo',
    summary: { zh: '移除演示(删除演示的文件夹)', en: 'Remove the demo (deletes its folder)' },
    permission: 'settings.manage',
    response: done,
    errors: ['system.not_a_demo', 'system.demo_not_here'],
  }),
  reseal: route({
    method: 'POST',
    path: '/api/system/reseal',
    summary: {
      zh: '换密钥后,把旧密钥加密的内容全部改用新密钥',
      en: 'After a change of keys, seal everything anew with the newest',
    },
    permission: 'settings.manage',
    creates: true,
    response: z.object({ jobId: wire.id }),
  }),
  backup: route({
    method: 'POST',
    path: '/api/system/backup',
    summary: { zh: '备份(下载)', en: 'Back up (download)' },
    permission: 'system.backup',
    raw: true,
    response: z.any(),
  }),
} as const
