// What this process runs with, for the person who keeps it: where, on which databases, since when. Addresses
// lose their user and password, and keys are named by where they come from.
import { sql } from 'kysely'
import type { Services } from '#kernel/services.ts'
import { addMs, now } from '#kernel/time.ts'

const startedAt = addMs(now(), -process.uptime() * 1000)

/** Host, port and database, nothing that lets one in. */
function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

export async function describeProgram(services: Services, version: string) {
  const { config, db, clickhouse } = services
  const server = await sql<{ version: string }>`
    select current_setting('server_version') as version`.execute(db)
  const migrations = await sql<{ version: string; appliedAt: Date }>`
    select version, applied_at as "appliedAt" from kernel.migrations order by version desc`.execute(
    db,
  )
  return {
    version,
    licence: 'Apache-2.0',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    startedAt,
    host: config.host,
    port: config.port,
    dataDir: config.dataDir,
    postgres: {
      isEmbedded: config.databaseUrl === null,
      version: server.rows[0]?.version ?? '',
      at: config.databaseUrl === null ? null : withoutSecrets(config.databaseUrl),
    },
    clickhouse: {
      isEmbedded: config.clickhouseUrl === null,
      version: await clickhouse.ping(),
      at: config.clickhouseUrl === null ? null : withoutSecrets(config.clickhouseUrl),
    },
    files: config.s3
      ? { kind: 's3' as const, at: withoutSecrets(config.s3.url) }
      : { kind: 'folder' as const, at: config.dataDir },
    keysFrom: config.secretKeys === null ? ('file' as const) : ('environment' as const),
    poolSize: config.poolSize,
    logLevel: config.logLevel,
    secureCookies: config.secureCookies,
    migrations: migrations.rows,
  }
}
