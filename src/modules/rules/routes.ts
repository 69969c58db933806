// HTTP of the rule studio. The purposes come from wiring: modules above declare them.
import type { Db } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { rulesApi as api } from './contract.ts'
import { RULE } from './draft.ts'
import type { Purpose } from './purpose.ts'
import { listPurposes, listVersions, purposeOf, readSet } from './queries.ts'
import { addRule, placeRule, restoreRule, saveRule } from './save.ts'
import { tryDraft } from './try-draft.ts'

export const routes =
  (purposes: readonly Purpose[]) =>
  (web: Web): void => {
    const purposeBy = (id: string): Purpose => {
      const purpose = purposes.find((one) => one.id === id)
      if (!purpose) {
        throw refuse('rules.unknown_purpose', 404, {
          zh: `没有「${id}」这种规则用途`,
          en: `No part of the house decides by rules called “${id}”.`,
        })
      }
      return purpose
    }
    const ownerOf = async (db: Db, ruleId: string): Promise<Purpose> => {
      const id = await purposeOf(db, ruleId)
      if (id === null) throw notFound(RULE, ruleId)
      return purposeBy(id)
    }

    handle(web, api.purposes, async ({ db }) => ({ items: await listPurposes(db, purposes) }))
    handle(web, api.ruleset, ({ db, params }) => readSet(db, purposeBy(params.purpose)))
    handleList(web, api.versions, async ({ db, query }) =>
      toPage(await listVersions(db, query), query.limit, (row) => [
        row.savedAt,
        row.ruleId,
        row.version,
      ]),
    )
    handleWrite(web, api.addRule, async ({ tx, actor, body }) => ({
      id: await addRule(tx, actor, purposeBy(body.purpose), body),
    }))
    handleWrite(web, api.saveRule, async ({ tx, actor, params, body }) => ({
      version: await saveRule(tx, actor, await ownerOf(tx, params.id), { ...body, ...params }),
    }))
    handleWrite(web, api.restoreRule, async ({ tx, actor, params, body }) => ({
      version: await restoreRule(tx, actor, await ownerOf(tx, params.id), { ...body, ...params }),
    }))
    handleWrite(web, api.placeRule, async ({ tx, actor, params, body }) =>
      placeRule(tx, actor, await ownerOf(tx, params.id), { ...body, ...params }),
    )
    handle(web, api.tryDraft, ({ db, body }) => tryDraft(db, purposeBy(body.purpose), body))
  }
