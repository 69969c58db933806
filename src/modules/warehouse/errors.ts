// Every refusal the floor can utter.
import { type AppError, type Bilingual, refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const WAVE: Bilingual = { zh: '波次', en: 'wave' }
export const DEVICE: Bilingual = { zh: '拣货设备', en: 'picking device' }
export const CARTON: Bilingual = { zh: '纸箱', en: 'carton' }
export const PUT_BACK: Bilingual = { zh: '退货位任务', en: 'put-back task' }

export const notOnFloor = (no: string): AppError =>
  refuse(
    'warehouse.not_on_floor',
    409,
    {
      zh: `${no} 不在仓库作业中:可能还没下发、已剔除或已发货。请在波次台查看`,
      en: `${no} is not on the floor: not released yet, pulled, or shipped. Look at the wave planner.`,
    },
    { no },
  )

export const pulled = (no: string, because: Bilingual): AppError =>
  refuse(
    'warehouse.pulled',
    409,
    {
      zh: `剔除:${no} 不再发货(${because.zh})。把货放到退货位区`,
      en: `Pulled: ${no} does not ship (${because.en}). Put its goods on the put-back shelf.`,
    },
    { no },
  )

export const notPickedYet = (no: string, open: bigint): AppError =>
  refuse(
    'warehouse.not_picked_yet',
    409,
    {
      zh: `${no} 还有 ${open} 件没拣齐,先拣齐再验货`,
      en: `${open} pieces of ${no} are not picked yet. Pick them first.`,
    },
    { no, open },
  )

export const waveNotNow = (no: string, status: string, verb: Bilingual): AppError =>
  refuse(
    'warehouse.wave_not_now',
    409,
    {
      zh: `波次 ${no} 现在是 ${status},不能${verb.zh};请刷新`,
      en: `Wave ${no} is ${status} and cannot be ${verb.en}. Refresh.`,
    },
    { no, status },
  )

export const waveTaken = (no: string, by: string): AppError =>
  refuse(
    'warehouse.wave_taken',
    409,
    {
      zh: `波次 ${no} 已由 ${by} 领取;要接手请用「接手」`,
      en: `Wave ${no} was taken by ${by}. Use "take over" to go on with it.`,
    },
    { no, by },
  )

export const noDevice = (code: string, units: number): AppError =>
  refuse(
    'warehouse.no_device',
    409,
    {
      zh: `${code} 共 ${units} 台,都在用;等一个波次结束,或换设备重建`,
      en: `All ${units} of ${code} are in use. Wait for a wave to end, or build with another device.`,
    },
    { code, units },
  )

export const nothingToPick = (): AppError =>
  refuse('warehouse.nothing_to_pick', 409, {
    zh: '这个库位没有待拣的这种货:可能刚被别人拣走。已刷新任务',
    en: 'Nothing of this is to be picked here; perhaps somebody has just picked it. Refresh the tasks.',
  })

export const tooMany = (asked: bigint, open: bigint): AppError =>
  refuse(
    'warehouse.too_many',
    409,
    {
      zh: `这里只要拣 ${open} 件,输入了 ${asked} 件;多拿的放回去`,
      en: `Only ${open} are to be picked here, not ${asked}. Put the others back.`,
    },
    { asked, open },
  )

export const nothingToBuild = (): AppError =>
  refuse('warehouse.nothing_to_build', 409, {
    zh: '没有可以成波的订单:先下发已审核的订单,或放宽筛选',
    en: 'No order can go into a wave. Release audited orders first, or widen the filter.',
  })

export const noReceiver = (no: string): AppError =>
  refuse(
    'warehouse.no_receiver',
    409,
    {
      zh: `${no} 的收货人由平台保密,本系统不能打面单;请用平台工具打单,再在这里填快递和运单号`,
      en: `The platform keeps the receiver of ${no} to itself. Print the label with the platform’s tool and give its carrier and number here.`,
    },
    { no },
  )

export const noRegion = (no: string): AppError =>
  refuse(
    'warehouse.no_region',
    409,
    {
      zh: `${no} 的收货地区没有认出来,选不了快递;先在平台单里确认地区,或直接填快递和运单号`,
      en: `The district of ${no} is not known, so no carrier can be chosen. Confirm it on the platform order, or give a carrier and number by hand.`,
    },
    { no },
  )

export const printUnconfirmed = (waybill: string): AppError =>
  refuse(
    'warehouse.print_unconfirmed',
    409,
    {
      zh: `面单 ${waybill} 打印未确认:扫一下贴好的面单即确认,没打出来就重打`,
      en: `The label ${waybill} was not confirmed as printed. Scan it on the parcel, or print it again.`,
    },
    { waybill },
  )

export const weightNeeded = (): AppError =>
  refuse('warehouse.weight_needed', 400, {
    zh: '请先称重:把包裹放到秤上,或输入克数',
    en: 'Weigh it first: put it on the scale, or type the grams.',
  })

export const putBackTaken = (free: bigint): AppError =>
  refuse(
    'warehouse.put_back_taken',
    409,
    {
      zh: `原处只剩 ${free} 件可移,其余已被占用或不在原处;请核对`,
      en: `Only ${free} can be moved from there; the rest is promised or gone. Look again.`,
    },
    { free },
  )

export const putBackDone = (): AppError =>
  refuse('warehouse.put_back_done', 409, {
    zh: '这个退货位任务已完成,请刷新',
    en: 'This was put back already. Refresh.',
  })

export const unknownCode = (code: string): AppError =>
  refuse(
    'warehouse.unknown_code',
    404,
    {
      zh: `没认出「${code}」:可以扫系统单号、平台单号、运单号、波次格位(如 W000012-3)、SKU 编码或条码`,
      en: `"${code}" is unknown. Scan an order number, a waybill, a slot of a wave (W000012-3), a SKU code or a barcode.`,
    },
    { code },
  )

export const constraintErrors: ConstraintErrors = {
  devices_code_once: refuse('warehouse.device_code_taken', 409, {
    zh: '这个仓库已有同编码的设备',
    en: 'The site has a device of this code.',
  }),
  cartons_code_once: refuse('warehouse.carton_code_taken', 409, {
    zh: '纸箱编码已存在',
    en: 'A carton has this code.',
  }),
}
