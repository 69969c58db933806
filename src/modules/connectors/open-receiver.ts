// Opening a receiver that the platform shows masked: for a scene and a reason, one by one, written down before the platform is
// asked, and kept nowhere (platforms.md §0.3 rule 7).
import type { Actor } from '#kernel/actor.ts'
import { notFound } from '#kernel/errors.ts'
import type { Services } from '#kernel/services.ts'
import { allowReveal } from '#modules/sales'
import { CallFailed, type Receiver, type Scene } from './connector.ts'
import { cannot, platformRefused } from './errors.ts'
import { openLink, readLink } from './links.ts'

export async function openReceiver(
  services: Services,
  actor: Actor,
  shopId: string,
  asked: { readonly orderNo: string; readonly scene: Scene; readonly reason: string },
): Promise<Receiver> {
  const link = await readLink(services, shopId)
  if (!link) throw notFound({ zh: '接入', en: 'link' }, shopId)
  const open = openLink(services, link, new AbortController().signal)
  if (!open.connector.capabilities.decode)
    throw cannot({ zh: '解密收货人', en: 'opening receivers' }, open.connector.name.en)
  await services.db.transaction().execute((tx) =>
    allowReveal(tx, actor, {
      subjectType: 'order',
      subjectId: `${link.shopCode}/${asked.orderNo}`,
      scene: asked.scene,
      reason: asked.reason,
    }),
  )
  try {
    await open.prepare()
    const receiver = await open.call((session) => session.decode(asked.orderNo, asked.scene))
    if (receiver === null) throw notFound({ zh: '平台订单', en: 'platform order' }, asked.orderNo)
    return receiver
  } catch (error) {
    if (error instanceof CallFailed) throw platformRefused(error.message)
    throw error
  }
}
