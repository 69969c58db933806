// The demo factory, as far as a running program has to do with it: whether it is one, and who is served next at its address.
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { DEMO_ACCOUNT, readDemoMark } from '#kernel/demo-folder.ts'
import { refuse } from '#kernel/errors.ts'
import { handle, type Web } from '#kernel/http.ts'
import type { HandOver, Services } from '#kernel/services.ts'
import { systemApi as api } from './contract.ts'

const DONE = { done: true } as const

export function demoRoutes(web: Web): void {
  handle(web, api.demo, async ({ db, services }) => {
    const { config } = services
    const mark = readDemoMark(config.dataDir)
    const beside = readDemoMark(join(config.dataDir, 'demo'))
    const isReady = mark?.state === 'ready'
    return {
      isDemo: config.isDemo,
      state: mark?.state ?? null,
      step: mark?.step ?? null,
      account: config.isDemo && isReady ? DEMO_ACCOUNT : null,
      canLeave: config.isDemo && config.parent === 'house',
      canTry: canServeAnother(services) && !config.isDemo && (await isUntouched(db)),
      made: !config.isDemo && beside?.state === 'ready' ? beside.size : null,
    }
  })
  handle(web, api.tryDemo, async ({ db, services, body }) => {
    if (services.config.isDemo || !canServeAnother(services)) throw demoNotHere()
    // Before the first account there is nothing here that anybody could miss.
    if (!(await isUntouched(db))) {
      throw refuse('access.already_set_up', 409, {
        zh: '这里已经有账号了;要看演示,请另开:npm run demo -- --port 7701',
        en: 'There are accounts here already. Open the demo beside it: npm run demo -- --port 7701',
      })
    }
    makeRoom(services, body.size === 'small' ? 'demo-small' : 'demo-full')
    return DONE
  })
  handle(web, api.leaveDemo, async ({ services }) => {
    assertDemo(services)
    makeRoom(services, 'leave-demo')
    return DONE
  })
  handle(web, api.removeDemo, async ({ services }) => {
    assertDemo(services)
    makeRoom(services, 'remove-demo')
    return DONE
  })
}

/** A house on a server of its own may be served by many processes: none of them may change over alone. */
const canServeAnother = ({ config, handOver }: Services): boolean =>
  handOver !== undefined && config.databaseUrl === null

function makeRoom({ handOver }: Services, to: HandOver): void {
  if (handOver === undefined) throw demoNotHere()
  handOver(to)
}

async function isUntouched(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from access.users limit 1`.execute(db)
  return rows.length === 0
}

function assertDemo({ config }: Services): void {
  if (config.isDemo) return
  throw refuse('system.not_a_demo', 409, {
    zh: '这里不是演示数据,没有改动任何东西',
    en: 'This is no demo. Nothing was changed.',
  })
}

const demoNotHere = () =>
  refuse('system.demo_not_here', 409, {
    zh: '这里不能切换到演示;请另开:npm run demo',
    en: 'The demo cannot be opened here. Open it beside: npm run demo',
  })
