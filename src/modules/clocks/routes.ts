// HTTP of the clocks.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { clocksApi as api } from './contract.ts'
import { pauseClock, resumeClock } from './pause.ts'
import { addPenalty, editPenalty, listPenalties } from './penalties.ts'
import { clocksOf } from './queries.ts'

const DONE = { done: true } as const

export function routes(web: Web): void {
  handle(web, api.ofSubject, async ({ db, params }) => ({ items: await clocksOf(db, params.id) }))
  handleWrite(web, api.pause, async ({ tx, actor, params, body }) => {
    await pauseClock(tx, actor, { id: params.id, ...body })
    return DONE
  })
  handleWrite(web, api.resume, async ({ tx, actor, params, body }) => {
    await resumeClock(tx, actor, { id: params.id, source: body.source })
    return DONE
  })
  handle(web, api.penalties, async ({ db }) => ({ items: await listPenalties(db) }))
  handleWrite(web, api.addPenalty, async ({ tx, actor, body }) => ({
    id: await addPenalty(tx, actor, body),
  }))
  handleWrite(web, api.editPenalty, async ({ tx, actor, params, body: { version, ...draft } }) => ({
    version: await editPenalty(tx, actor, params.id, version, draft),
  }))
}
