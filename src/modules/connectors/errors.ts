// Every refusal this module can utter.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const constraintErrors: ConstraintErrors = {
  links_pkey: refuse('connectors.linked_already', 409, {
    zh: '这个店铺已经接入,请修改原来的接入',
    en: 'This shop is linked already. Change the link it has.',
  }),
  links_app_key_once: refuse('connectors.app_key_taken', 409, {
    zh: '这个应用密钥已用于另一个店铺',
    en: 'Another shop is linked with this app key.',
  }),
}

export const shipmentTold = (waybill: string) =>
  refuse(
    'connectors.shipment_exists',
    409,
    {
      zh: `这张订单已安排用运单 ${waybill} 发货,平台核实前不能改`,
      en: `This order is on its way to the platform with waybill ${waybill}; it cannot change before the platform has answered.`,
    },
    { waybill },
  )

export const actStands = (no: string) =>
  refuse(
    'connectors.act_stands',
    409,
    {
      zh: `${no} 已经告诉过平台或正在路上,不能再改`,
      en: `${no} was told to the platform or is on its way there; it cannot change now.`,
    },
    { no },
  )

export const platformRefused = (said: string) =>
  refuse(
    'connectors.platform_refused',
    502,
    { zh: `平台没有答应:${said}`, en: `The platform did not agree: ${said}` },
    { said },
  )

export const cannot = (what: { zh: string; en: string }, platform: string) =>
  refuse(
    'connectors.not_supported',
    409,
    {
      zh: `${platform} 的接口不支持${what.zh}`,
      en: `The API of ${platform} does not support ${what.en}.`,
    },
    { what: what.en },
  )

export const shopStands = () =>
  refuse('connectors.shop_stands', 409, {
    zh: '已经从这个平台店铺读过单据,不能改成别的店铺;请新建店铺再接入',
    en: 'Records of this shop of the platform were read already, so it stands. Add a shop of ours for the other one.',
  })

export const stockIsFed = () =>
  refuse('connectors.stock_is_fed', 409, {
    zh: '这家店用我们的库存供货,显示多少由可售数算出;要手工设置,请先关掉「用我们的库存供货」',
    en: 'This shop sells out of our stock, so what it shows is computed. Turn "Sell out of our stock" off first to set it by hand.',
  })
