// Commands that start a job wait for it: progress on the error stream, so that output stays clean for programs.
import { setTimeout as sleep } from 'node:timers/promises'
import { Refused } from './client.ts'
import type { Input } from './command.ts'

interface Job {
  readonly id: string
  readonly status: 'waiting' | 'running' | 'retrying' | 'done' | 'failed' | 'cancelled'
  readonly progress: { readonly done: number; readonly total: number | null } | null
  readonly error: string | null
}

/** The job at its end. One that failed or was cancelled is a refusal. */
export async function ended(call: Input['call'], jobId: string): Promise<Job> {
  for (let shown = ''; ;) {
    const job = await call<Job>('GET', `/api/jobs/${jobId}`)
    const { status, progress } = job
    const text = progress ? `${progress.done} / ${progress.total ?? '?'}` : status
    if (text !== shown) process.stderr.write(`${text}\n`)
    shown = text
    if (status === 'done') return job
    if (status === 'failed' || status === 'cancelled') throw new Refused(why(job))
    await sleep(POLL_MS)
  }
}

/** Often enough to look alive, seldom enough not to be felt. */
const POLL_MS = 300

const why = ({ id, status, error }: Job) =>
  status === 'cancelled'
    ? { code: 'cli.job_cancelled', zh: `任务 ${id} 已取消`, en: `Job ${id} was cancelled.` }
    : {
        code: 'cli.job_failed',
        zh: `任务 ${id} 失败:${error ?? ''};可在「任务」里重试`,
        en: `Job ${id} failed: ${error ?? ''}. Run it again in Jobs.`,
      }
