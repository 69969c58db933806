// HTTP of the division table.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { regionsApi as api } from './contract.ts'
import { loadDivisions } from './divisions.ts'
import { addAlias, addDivision, editDivision, removeAlias } from './edit-divisions.ts'
import { isDoubtful, parseAddress } from './parse-address.ts'
import { listDivisions, oneDivision, stepsOf } from './queries.ts'

export function routes(web: Web): void {
  handleList(web, api.divisions, async ({ db, query }) =>
    toPage(await listDivisions(db, await loadDivisions(db), query), query.limit, ({ code }) => [
      code,
    ]),
  )
  handle(web, api.division, async ({ db, params }) =>
    oneDivision(db, await loadDivisions(db), params.code),
  )
  handleWrite(web, api.addDivision, async ({ tx, actor, body }) => ({
    code: await addDivision(tx, actor, body),
  }))
  handleWrite(web, api.editDivision, async ({ tx, actor, params, body }) => ({
    version: await editDivision(tx, actor, { code: params.code, ...body }),
  }))
  handleWrite(web, api.addAlias, async ({ tx, actor, params, body }) => ({
    id: await addAlias(tx, actor, { code: params.code, ...body }),
  }))
  handleWrite(web, api.removeAlias, async ({ tx, actor, params }) => ({
    id: await removeAlias(tx, actor, params.id),
  }))
  handle(web, api.parse, async ({ db, body }) => {
    const index = await loadDivisions(db)
    const parsed = parseAddress(index, body)
    const code = parsed.districtCode ?? parsed.cityCode ?? parsed.provinceCode
    return { ...parsed, isDoubtful: isDoubtful(parsed), steps: stepsOf(index, code) }
  })
}
