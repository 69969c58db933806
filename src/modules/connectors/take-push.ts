// Pushes: the signature is proven over the bytes that came; each message counts once (INV-CONN-3) and only marks.
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Services } from '#kernel/services.ts'
import { type Credentials, KINDS, type PushMessage } from './connector.ts'
import { credentialsContext, readLink } from './links.ts'
import { markPushed } from './marks.ts'
import { wakePoll } from './wake-poll.ts'
import { connectorById } from './registry.ts'

export interface RawPush {
  readonly shopId: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

export async function takePush(services: Services, push: RawPush): Promise<{ taken: number }> {
  const messages = await proven(services, push)
  return services.db.transaction().execute(async (tx) => {
    const fresh = await remember(tx, push.shopId, messages)
    for (const kind of KINDS) {
      const nos = fresh.filter((message) => message.kind === kind).map(({ no }) => no)
      if (nos.length > 0) await markPushed(tx, push.shopId, kind, nos)
    }
    if (fresh.length > 0) await wakePoll(tx, push.shopId)
    return { taken: fresh.length }
  })
}

/** One refusal for an unknown shop and a wrong signature: who guesses learns nothing. */
const unproven = () =>
  refuse('connectors.push_unproven', 401, {
    zh: '推送签名不对,或没有接入这个店铺;请核对应用密钥',
    en: 'The signature of the push is wrong, or this shop is not linked. Compare the app secret.',
  })

async function proven(
  services: Services,
  { shopId, headers, body }: RawPush,
): Promise<readonly PushMessage[]> {
  const link = await readLink(services, shopId)
  if (!link) throw unproven()
  const { secret } = JSON.parse(
    services.vault.open(link.sealed, credentialsContext(shopId)),
  ) as Credentials
  let messages: readonly PushMessage[] | null
  try {
    messages = connectorById(link.connector).readPush({ ...link, secret }, headers, body)
  } catch {
    throw refuse('connectors.push_unreadable', 400, {
      zh: '推送内容不是这个平台的格式',
      en: 'The push is not in the form of this platform.',
    })
  }
  if (messages === null) throw unproven()
  return messages
}

async function remember(
  tx: Tx,
  shopId: string,
  messages: readonly PushMessage[],
): Promise<readonly PushMessage[]> {
  const once = [...new Map(messages.map((message) => [message.id, message])).values()].toSorted(
    (a, b) => (a.id < b.id ? -1 : 1),
  )
  const { rows } = await sql<{ id: string }>`
    insert into connectors.inbox (shop_id, message_id, tag)
    select ${shopId}::uuid, * from unnest(${pgArray(once.map(({ id }) => id))}::text[], ${pgArray(once.map(({ tag }) => tag))}::text[])
    on conflict do nothing returning message_id as id`.execute(tx)
  const fresh = new Set(rows.map(({ id }) => id))
  return once.filter(({ id }) => fresh.has(id))
}
