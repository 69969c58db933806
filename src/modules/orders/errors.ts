// Every refusal the order desk can utter.
import { type AppError, type Bilingual, refuse } from '#kernel/errors.ts'
import { formatYuan } from '#kernel/money.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import { holdKind } from './catalogue.ts'
import type { DeskOrder } from './load.ts'
import { type Event, type Guard, statusesFor } from './machine.ts'
import type { Status } from './states.ts'
import { EVENT_WORDS, STATUS_WORDS } from './words.ts'

const FIXES: Readonly<Record<Guard, Bilingual>> = {
  no_holds: { zh: '先处理完全部异常', en: 'Clear its holds first.' },
  allocated: {
    zh: '库存还没占满:到货后会自动占用,或拆单先发有货的',
    en: 'It is not fully promised yet: stock that comes is promised by itself, or split off what is there.',
  },
  waybill: { zh: '填写快递公司和运单号', en: 'Give a carrier and a waybill number.' },
  paid_in_full: { zh: '等平台确认付清', en: 'Wait until the platform says it is paid.' },
  presale_due: { zh: '等到货或到预售发货日', en: 'Wait for stock, or for the promised day.' },
  not_frozen: { zh: '等盘点结束', en: 'Wait until the count has ended.' },
  picked_whole: { zh: '先拣齐', en: 'Pick all of it first.' },
  label: { zh: '先取到运单号', en: 'Get a waybill first.' },
  weight_in_band: { zh: '重新称重或复核', en: 'Weigh it again, or check what is in it.' },
}

/** The machine says no: which order, what stands in the way, what would mend it. */
export function notAllowed(
  order: Pick<DeskOrder, 'no' | 'status' | 'holdCodes'>,
  event: Event,
  guard: Guard | 'status',
): AppError {
  const verb = EVENT_WORDS[event]
  const status = STATUS_WORDS[order.status]
  const details = { no: order.no, status: order.status, event, guard, holds: order.holdCodes }
  if (guard === 'status') {
    const from = statusesFor(event)
    const fix = {
      zh: `只有${from.map((one) => STATUS_WORDS[one].zh).join('、')}的订单可以`,
      en: `Possible only while it is: ${from.map((one) => STATUS_WORDS[one].en).join(', ')}.`,
    }
    return refuse(
      'orders.not_allowed',
      409,
      {
        zh: `${order.no} 现在是「${status.zh}」,不能${verb.zh}。${fix.zh}`,
        en: `${order.no} is "${status.en}": cannot ${verb.en}. ${fix.en}`,
      },
      { ...details, fix, from },
    )
  }
  const fix = FIXES[guard]
  const names = order.holdCodes.map((code) => holdKind(code))
  const seen =
    guard === 'no_holds'
      ? {
          zh: `(${names.map(({ zh }) => zh).join('、')})`,
          en: ` (${names.map(({ en }) => en).join(', ')})`,
        }
      : { zh: '', en: '' }
  return refuse(
    'orders.not_allowed',
    409,
    {
      zh: `${order.no} 不能${verb.zh}:${fix.zh}${seen.zh}`,
      en: `${order.no}: cannot ${verb.en}. ${fix.en}${seen.en}`,
    },
    { ...details, fix },
  )
}

export const notClearable = (no: string, code: string): AppError => {
  const kind = holdKind(code)
  return refuse(
    'orders.not_clearable',
    409,
    {
      zh: `${no} 的「${kind.zh}」不能手工清除:${kind.clears?.zh ?? '原因消失后自动清除'}`,
      en: `"${kind.en}" of ${no} is not cleared by hand: ${kind.clears?.en ?? 'it goes when its cause does.'}`,
    },
    { no, code },
  )
}

export const notHeld = (no: string, code: string): AppError =>
  refuse(
    'orders.not_held',
    409,
    {
      zh: `${no} 没有「${holdKind(code).zh}」,可能刚被别人清除;请刷新`,
      en: `${no} has no hold "${holdKind(code).en}"; perhaps somebody has just cleared it. Refresh.`,
    },
    { no, code },
  )

export const mayNotClear = (code: string): AppError => {
  const kind = holdKind(code)
  return refuse(
    'access.forbidden',
    403,
    {
      zh: `当前角色不能清除「${kind.zh}」,需要权限 ${kind.clearer ?? ''}`,
      en: `Your role may not clear "${kind.en}"; it takes the permission ${kind.clearer ?? ''}.`,
    },
    { code, permission: kind.clearer },
  )
}

export const waybillUsed = (waybill: string, no: string): AppError =>
  refuse(
    'orders.waybill_used',
    409,
    {
      zh: `运单号 ${waybill} 已用于 ${no};一个运单号只发一张系统单,请核对`,
      en: `Waybill ${waybill} is that of ${no}. One waybill ships one system order; check the number.`,
    },
    { waybill, no },
  )

interface Content {
  readonly qty: bigint
  readonly netMinor: bigint
}

export const becameAnother = (no: string, seen: Content, now: Content): AppError =>
  refuse(
    'orders.changed_meanwhile',
    409,
    {
      zh: `${no} 在你看的时候是 ${seen.qty} 件 ¥${formatYuan(seen.netMinor)},现在是 ${now.qty} 件 ¥${formatYuan(now.netMinor)};请看过再审`,
      en: `${no} was ${seen.qty} pieces for ¥${formatYuan(seen.netMinor)} when you looked, and is ${now.qty} for ¥${formatYuan(now.netMinor)} now. Look at it before you audit it.`,
    },
    { no, seen, now },
  )

export const becameSomethingElse = (status: Status): AppError =>
  refuse('orders.not_allowed', 409, {
    zh: `订单现在是「${STATUS_WORDS[status].zh}」`,
    en: `The order is "${STATUS_WORDS[status].en}" now.`,
  })

export const constraintErrors: ConstraintErrors = {
  fulfil_orders_waybill_once: refuse('orders.waybill_used', 409, {
    zh: '这个运单号刚被另一张系统单用掉;一个运单号只发一张系统单,请核对',
    en: 'Another system order has just taken this waybill. One waybill ships one system order; check the number.',
  }),
  blacklist_once: refuse('orders.blacklisted_already', 409, {
    zh: '已经在黑名单里了',
    en: 'It is on the blacklist already.',
  }),
  source_lines_given_up_check: refuse('orders.cancelled_by_platform', 409, {
    zh: '这张单是平台取消的,平台恢复后会自动回来;要再发请在平台侧处理',
    en: 'The platform cancelled this order. It comes back by itself when the platform takes that back.',
  }),
}

export const tooMany = (total: number, most: number): AppError =>
  refuse(
    'orders.too_many',
    400,
    {
      zh: `选中了 ${total} 张,一次最多 ${most} 张;请先用筛选缩小范围`,
      en: `${total} orders are meant; at most ${most} at once. Narrow the filter first.`,
    },
    { total, most },
  )

export const nothingSelected = (): AppError =>
  refuse('orders.nothing_selected', 400, {
    zh: '没有选中任何订单',
    en: 'No order is selected.',
  })

export const noUndo = (why: { zh: string; en: string }): AppError =>
  refuse('orders.no_undo', 409, why)

export const nothingToTell = (shop: string): AppError =>
  refuse(
    'orders.nothing_to_tell',
    409,
    {
      zh: `店铺 ${shop} 没有待回传的发货;已在上传表里的先退回才会再出现`,
      en: `Shop ${shop} has no shipment to tell. Those on a sheet come back when they are taken back.`,
    },
    { shop },
  )

export const shopIsLinked = (shop: string): AppError =>
  refuse(
    'orders.shop_is_linked',
    409,
    {
      zh: `店铺 ${shop} 已接入平台,发货由接入自动回传;没办成的在列表里重试`,
      en: `Shop ${shop} is linked to its platform: the link tells what left. Try again what failed in the list.`,
    },
    { shop },
  )
