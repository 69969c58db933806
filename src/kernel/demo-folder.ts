// The folder of a demo: databases, files and keys of invented data, apart from everything real. What makes it one is a mark that is
// written before anything else and only into an empty folder, so that what the mark lets be removed was never anything but a demo.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { refuse } from './errors.ts'

/** Shown wherever one signs in to a demo: there is nothing to protect. */
export const DEMO_ACCOUNT = { username: 'demo', password: 'demo-factory' } as const

export const MARK = 'demo.json'

const mark = z.object({
  is: z.literal('millrace demo'),
  state: z.enum(['loading', 'ready']),
  size: z.enum(['small', 'full']),
  seed: z.string(),
  until: z.string(),
  orders: z.number(),
  step: z.object({ zh: z.string(), en: z.string(), done: z.number(), of: z.number() }).nullable(),
})

export type DemoMark = z.infer<typeof mark>

/** Null where the folder is no demo: missing, real, or with a mark nobody of us wrote. */
export function readDemoMark(dataDir: string): DemoMark | null {
  try {
    return mark.parse(JSON.parse(readFileSync(join(dataDir, MARK), 'utf8')))
  } catch {
    return null
  }
}

/** A fresh folder with its mark. A folder that holds anything is left alone. */
export function makeDemoFolder(dataDir: string, made: Omit<DemoMark, 'is'>): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (readdirSync(dataDir).length > 0) {
    throw refuse('kernel.demo_folder_not_empty', 409, {
      zh: `文件夹 ${dataDir} 里已有别的东西,不能放演示数据;请换一个空文件夹`,
      en: `The folder ${dataDir} holds something already, so no demo is put there. Choose an empty one.`,
    })
  }
  writeDemoMark(dataDir, made)
}

export function writeDemoMark(dataDir: string, made: Omit<DemoMark, 'is'>): void {
  const path = join(dataDir, MARK)
  const draft = `${path}.new`
  writeFileSync(draft, JSON.stringify({ is: 'millrace demo', ...made }), { mode: 0o600 })
  renameSync(draft, path)
}
