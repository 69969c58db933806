// Settings, read once at start and validated. The only file that reads process.env (a law checks). A
// wrong setting stops the start with its name, what is wrong and what would be right.
import { resolve } from 'node:path'
import { z } from 'zod'
import { readDemoMark } from './demo-folder.ts'
import { refuse } from './errors.ts'

const port = z.coerce.number().int().min(1).max(65_535)
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

const SETTINGS = {
  PORT: {
    schema: port.default(7700),
    fix: 'a port number from 1 to 65535, e.g. PORT=7700',
  },
  HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    fix: 'an address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for the whole network',
  },
  MILLRACE_DATA: {
    schema: z.string().min(1).default('.millrace'),
    fix: 'a folder this user may write to',
  },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:').optional(),
    fix: 'postgres://user:password@host:5432/database (PostgreSQL 16 or newer)',
  },
  CLICKHOUSE_URL: {
    schema: url('http:', 'https:').optional(),
    fix: 'http://user:password@host:8123/database',
  },
  MILLRACE_SECRET_KEYS: {
    schema: z
      .string()
      .regex(/^[a-z0-9-]+:[A-Za-z0-9+/=]{43,44}(,[a-z0-9-]+:[A-Za-z0-9+/=]{43,44})*$/)
      .optional(),
    fix: 'id:base64-of-32-bytes, newest first, comma separated; left out, a key file in the data folder is used',
  },
  MILLRACE_S3_URL: {
    schema: url('http:', 'https:').optional(),
    fix: 'https://endpoint/bucket, with MILLRACE_S3_KEY_ID and MILLRACE_S3_SECRET',
  },
  MILLRACE_S3_KEY_ID: { schema: z.string().optional(), fix: 'the access key id' },
  MILLRACE_S3_SECRET: { schema: z.string().optional(), fix: 'the secret access key' },
  MILLRACE_S3_REGION: { schema: z.string().default('us-east-1'), fix: 'a region name' },
  MILLRACE_POOL: {
    schema: z.coerce.number().int().min(4).max(90).default(20),
    fix: 'connections to PostgreSQL of this process, 4 to 90',
  },
  MILLRACE_LOG: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
    fix: 'fatal, error, warn, info, debug, trace or silent',
  },
  MILLRACE_PARENT: {
    schema: z.enum(['house', 'demo']).optional(),
    fix: 'left out: the program sets it for the processes it starts itself',
  },
  MILLRACE_SECURE_COOKIES: {
    schema: z.enum(['true', 'false']).default('false'),
    fix: 'true when the console is reached over https only, else false',
  },
} as const

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly clickhouseUrl: string | null
  readonly secretKeys: string | null
  readonly s3: {
    readonly url: string
    readonly keyId: string
    readonly secret: string
    readonly region: string
  } | null
  /** The data folder holds a demo: invented data, removable as a whole. */
  readonly isDemo: boolean
  /** Who started this process and takes over after it: `npm start` with the real house, or `npm run demo` alone. */
  readonly parent: 'house' | 'demo' | null
  readonly poolSize: number
  readonly logLevel: z.output<(typeof SETTINGS)['MILLRACE_LOG']['schema']>
  readonly secureCookies: boolean
}

/** Throws `kernel.bad_settings` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const wrong: string[] = []
  const read = <K extends keyof typeof SETTINGS>(
    name: K,
  ): z.output<(typeof SETTINGS)[K]['schema']> => {
    const { schema, fix } = SETTINGS[name]
    const given = env[name] === '' ? undefined : env[name]
    const result = schema.safeParse(given)
    // A setting may hold a password: the message never repeats the value.
    if (!result.success) wrong.push(`${name}: ${fix}`)
    return result.data as z.output<(typeof SETTINGS)[K]['schema']>
  }
  const s3Url = read('MILLRACE_S3_URL')
  const s3KeyId = read('MILLRACE_S3_KEY_ID')
  const s3Secret = read('MILLRACE_S3_SECRET')
  if (s3Url && (!s3KeyId || !s3Secret))
    wrong.push(`MILLRACE_S3_URL: ${SETTINGS.MILLRACE_S3_URL.fix}`)
  const dataDir = resolve(read('MILLRACE_DATA') ?? '.millrace')
  const isDemo = readDemoMark(dataDir) !== null
  // Removing a demo removes its folder: what lies on a server of its own would stay, or worse, be real.
  for (const name of ['DATABASE_URL', 'CLICKHOUSE_URL', 'MILLRACE_S3_URL'] as const)
    if (isDemo && read(name)) wrong.push(`${name}: left out, a demo has its own databases`)
  const config: Config = {
    port: read('PORT'),
    host: read('HOST'),
    dataDir,
    isDemo,
    databaseUrl: read('DATABASE_URL') ?? null,
    clickhouseUrl: read('CLICKHOUSE_URL') ?? null,
    secretKeys: read('MILLRACE_SECRET_KEYS') ?? null,
    s3:
      s3Url && s3KeyId && s3Secret
        ? { url: s3Url, keyId: s3KeyId, secret: s3Secret, region: read('MILLRACE_S3_REGION') }
        : null,
    parent: read('MILLRACE_PARENT') ?? null,
    poolSize: read('MILLRACE_POOL'),
    logLevel: read('MILLRACE_LOG'),
    secureCookies: read('MILLRACE_SECURE_COOKIES') === 'true',
  }
  if (wrong.length === 0) return config
  throw refuse(
    'kernel.bad_settings',
    500,
    {
      zh: `设置有误,请改正后重新启动:\n  ${wrong.join('\n  ')}`,
      en: `Some settings are wrong. Correct them and start again:\n  ${wrong.join('\n  ')}`,
    },
    { wrong },
  )
}

/** For a process that takes this one's place: what it was given, with these in place of its own. */
export const environmentOf = (config: Pick<Config, 'port' | 'dataDir'>): NodeJS.ProcessEnv => ({
  ...process.env,
  PORT: String(config.port),
  MILLRACE_DATA: config.dataDir,
  MILLRACE_PARENT: 'house',
})

export interface CliConfig {
  readonly url: string
  readonly apiKey: string | null
  readonly lang: 'zh' | 'en'
}

/** Settings of the command line. Chinese unless the terminal says English. */
export function readCliConfig(env: NodeJS.ProcessEnv = process.env): CliConfig {
  const language = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? ''
  return {
    url: (env['MILLRACE_URL'] ?? `http://127.0.0.1:${env['PORT'] ?? '7700'}`).replace(/\/$/, ''),
    apiKey: env['MILLRACE_API_KEY'] ?? null,
    lang: /^en/i.test(language) ? 'en' : 'zh',
  }
}
