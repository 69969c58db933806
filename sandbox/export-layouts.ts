// Headers of order exports and what stands below each, by platform. Headers as read in the platforms' own files; which of our facts
// a platform tells, and in which words, differs, and so do these tables.
import { clock, yuan } from './figures.ts'
import { type Line, type Order, type OrderState, paidOf, refundedOf } from './world.ts'

export type Column = (order: Order, line: Line, isFirst: boolean) => string

interface ExportLayout {
  /** A row an order, or a row a line. */
  readonly grain: 'order' | 'line'
  readonly headers: string
  readonly cells: Readonly<Record<string, Column>>
}

export type LayoutName =
  | 'taobao_orders'
  | 'taobao_items'
  | 'jd'
  | 'pdd'
  | 'douyin'
  | 'kuaishou'
  | 'wechat_shop'
  | 'xiaohongshu'

type Words = Readonly<Record<Exclude<OrderState, 'deposit_paid'>, string>>

const listOf = ({ price, qty }: Line) => price * qty
const sumOf = (order: Order, of: (line: Line) => number) =>
  order.lines.reduce((sum, line) => sum + of(line), 0)
const list = (order: Order) => sumOf(order, listOf)
const shopOff = (order: Order) => sumOf(order, ({ discountShop }) => discountShop)
const platformOff = (order: Order) => sumOf(order, ({ discountPlatform }) => discountPlatform)
const paid = (order: Order) => (order.paidAt === null ? 0 : paidOf(order))
/** A presale whose tail is open waits for money, like any order. */
const told = (words: Words) => (order: Order) =>
  words[order.state === 'deposit_paid' ? 'unpaid' : order.state]
const place = ({ receiver: { province, city, district, address } }: Order) =>
  `${province} ${city} ${district} ${address}`

const TAOBAO: Words = {
  unpaid: '等待买家付款',
  held: '买家已付款,等待卖家发货',
  to_ship: '买家已付款,等待卖家发货',
  part_shipped: '卖家部分发货',
  shipped: '卖家已发货,等待买家确认',
  completed: '交易成功',
  cancelled: '交易关闭',
  refunded: '交易关闭',
}

const JD: Words = {
  unpaid: '等待付款',
  held: '(锁定)等待出库',
  to_ship: '等待出库',
  part_shipped: '等待确认收货',
  shipped: '等待确认收货',
  completed: '完成',
  cancelled: '(删除)等待付款',
  refunded: '(删除)等待确认收货',
}

const PDD: Words = {
  unpaid: '待付款',
  held: '待发货',
  to_ship: '待发货',
  part_shipped: '已发货，待收货',
  shipped: '已发货，待收货',
  completed: '已收货',
  cancelled: '已取消',
  refunded: '已取消，退款成功',
}

const DOUYIN: Words = {
  unpaid: '待支付',
  held: '待发货',
  to_ship: '待发货',
  part_shipped: '部分发货',
  shipped: '已发货',
  completed: '已完成',
  cancelled: '已取消',
  refunded: '已关闭',
}

const KUAISHOU: Words = {
  unpaid: '待付款',
  held: '待发货',
  to_ship: '待发货',
  part_shipped: '部分发货',
  shipped: '已发货',
  completed: '交易成功',
  cancelled: '交易关闭',
  refunded: '交易关闭',
}

const WECHAT: Words = {
  unpaid: '待付款',
  held: '待发货',
  to_ship: '待发货',
  part_shipped: '部分发货',
  shipped: '待收货',
  completed: '已完成',
  cancelled: '已取消',
  refunded: '已取消',
}

const XIAOHONGSHU: Words = {
  unpaid: '待付款',
  held: '已支付处理中',
  to_ship: '待发货',
  part_shipped: '部分发货',
  shipped: '待收货',
  completed: '已完成',
  cancelled: '已取消',
  refunded: '已关闭',
}

/** Pinduoduo's numbers begin with their day: that is how an order that was never paid has one. */
export const pddNo = ({ no, createdAt }: Order): string =>
  `${clock(createdAt).slice(2, 10).replaceAll('-', '')}-${no}`

export const LAYOUTS: Readonly<Record<LayoutName, ExportLayout>> = {
  taobao_orders: {
    grain: 'order',
    headers:
      '订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|收货地址|运送方式|联系电话|联系手机|订单创建时间|订单付款时间|宝贝标题|宝贝种类|物流单号|物流公司|订单备注|宝贝总数量|店铺Id|店铺名称|订单关闭原因|卖家服务费|买家服务费|发票抬头|是否手机订单|分阶段订单信息|定金排名|修改后的sku|修改后的收货地址|异常信息',
    cells: {
      订单编号: ({ no }) => no,
      买家会员名: ({ buyer }) => buyer,
      买家应付货款: (order) => yuan(paidOf(order) - order.freight),
      买家应付邮费: ({ freight }) => yuan(freight),
      总金额: (order) => yuan(paidOf(order)),
      买家实际支付金额: (order) => yuan(paid(order)),
      订单状态: told(TAOBAO),
      买家留言: ({ buyerNote }) => buyerNote,
      收货人姓名: ({ receiver }) => receiver.name,
      收货地址: place,
      联系手机: ({ receiver }) => receiver.phone,
      订单创建时间: ({ createdAt }) => clock(createdAt),
      订单付款时间: ({ paidAt }) => clock(paidAt),
      宝贝标题: (_order, { title }) => title,
      宝贝种类: ({ lines }) => String(lines.length),
      物流单号: ({ waybill }) => waybill,
      物流公司: ({ carrier }) => carrier,
      订单备注: ({ sellerNote }) => sellerNote,
      宝贝总数量: (order) => String(sumOf(order, ({ qty }) => qty)),
      订单关闭原因: ({ closeReason }) => closeReason,
    },
  },
  taobao_items: {
    grain: 'line',
    headers: '订单编号|标题|价格|购买数量|外部系统编号|商品属性|套餐信息|备注|订单状态|商家编码',
    cells: {
      订单编号: ({ no }) => no,
      标题: (_order, { title }) => title,
      价格: (_order, { price }) => yuan(price),
      购买数量: (_order, { qty }) => String(qty),
      外部系统编号: (_order, { code }) => code,
      商品属性: (_order, { spec }) => spec,
      订单状态: told(TAOBAO),
      商家编码: (_order, { code }) => code,
    },
  },
  jd: {
    grain: 'line',
    headers:
      '订单号|商品ID|商品名称|订购数量|支付方式|下单时间|京东价|订单金额|结算金额|余额支付|应付金额|订单状态|订单类型|下单帐号|客户姓名|客户地址|联系电话|订单备注|发票类型|发票抬头|发票内容|商家备注|商家备注等级（等级1-5为由高到低）|运费金额|付款确认时间|增值税发票|货号|订单完成时间|订单来源|订单渠道|送装服务|服务费|仓库id|仓库名称',
    cells: {
      订单号: ({ no }) => no,
      商品ID: (_order, { skuId }) => skuId,
      商品名称: (_order, { title }) => title,
      订购数量: (_order, { qty }) => String(qty),
      下单时间: ({ createdAt }) => clock(createdAt),
      京东价: (_order, { price }) => yuan(price),
      订单金额: (order) => yuan(list(order)),
      应付金额: (order) => yuan(paidOf(order)),
      订单状态: told(JD),
      下单帐号: ({ buyer }) => buyer,
      客户姓名: ({ receiver }) => receiver.name,
      客户地址: place,
      联系电话: ({ receiver }) => receiver.phone,
      订单备注: ({ buyerNote }) => buyerNote,
      商家备注: ({ sellerNote }) => sellerNote,
      运费金额: ({ freight }) => yuan(freight),
      付款确认时间: ({ paidAt }) => clock(paidAt),
      货号: (_order, { code }) => code,
      订单完成时间: ({ completedAt }) => clock(completedAt),
    },
  },
  pdd: {
    grain: 'line',
    headers:
      '商品|订单号|订单状态|商品总价(元)|邮费(元)|店铺优惠折扣(元)|平台优惠折扣(元)|多多支付立减金额(元)|用户实付金额(元)|商家实收金额(元)|商品数量(件)|发货时间|确认收货时间|商品id|商品规格|样式ID|商家编码-规格维度|商家编码-商品维度|商家备注|售后状态|快递单号|快递公司|订单成交时间|是否分期|分期期数|手续费承担方|分期方式',
    cells: {
      商品: (_order, { title }) => title,
      订单号: pddNo,
      订单状态: told(PDD),
      '商品总价(元)': (order) => yuan(list(order)),
      '邮费(元)': ({ freight }) => yuan(freight),
      '店铺优惠折扣(元)': (order) => yuan(shopOff(order)),
      '平台优惠折扣(元)': (order) => yuan(platformOff(order)),
      '用户实付金额(元)': (order) => yuan(paid(order)),
      '商品数量(件)': (_order, { qty }) => String(qty),
      发货时间: ({ shippedAt }) => clock(shippedAt),
      确认收货时间: ({ completedAt }) => clock(completedAt),
      商品id: (_order, { itemId }) => itemId,
      商品规格: (_order, { spec }) => spec,
      样式ID: (_order, { skuId }) => skuId,
      '商家编码-规格维度': (_order, { code }) => code,
      商家备注: ({ sellerNote }) => sellerNote,
      售后状态: (_order, { aftersale }) => aftersale,
      快递单号: ({ waybill }) => waybill,
      快递公司: ({ carrier }) => carrier,
      订单成交时间: ({ paidAt }) => clock(paidAt),
    },
  },
  douyin: {
    grain: 'line',
    headers:
      '主订单编号|子订单编号|选购商品|商品规格|商品数量|商品ID|商家编码|商品单价|订单应付金额|运费|优惠总金额|平台优惠|商家优惠|达人优惠|商家改价|支付优惠|红包抵扣|支付方式|手续费|收件人|收件人手机号|省|市|区|街道|详细地址|是否修改过地址|地址修改时段|买家留言|订单提交时间|旗帜颜色|商家备注|订单完成时间|支付完成时间|APP渠道|流量来源|订单状态|承诺发货时间|订单类型|鲁班落地页ID|达人ID|达人昵称|所属门店ID|售后状态|取消原因|预约发货时间|仓库ID|仓库名称|序列号|是否安心购|广告渠道|流量类型|流量体裁|流量渠道|发货主体|发货主体明细|发货时间|降价类优惠|平台实际承担优惠金额|商家实际承担优惠金额|达人实际承担优惠金额|预计送达时间|是否平台仓自流转|车型|商品69码|发货SN码|发货IMEI码1|发货IMEI码2|预约送达时间|建议发货时间（起）|建议发货时间（止）|物流SN码|物流IMEI码1|物流IMEI码2',
    cells: {
      主订单编号: ({ no }) => no,
      子订单编号: (_order, { id }) => id,
      选购商品: (_order, { title }) => title,
      商品规格: (_order, { spec }) => spec,
      商品数量: (_order, { qty }) => String(qty),
      商品ID: (_order, { itemId }) => itemId,
      商家编码: (_order, { code }) => code,
      商品单价: (_order, { price }) => yuan(price),
      订单应付金额: ({ freight }, { pay }, isFirst) => yuan(pay + (isFirst ? freight : 0)),
      运费: ({ freight }, _line, isFirst) => yuan(isFirst ? freight : 0),
      优惠总金额: (_order, line) => yuan(line.discountShop + line.discountPlatform),
      平台优惠: (_order, { discountPlatform }) => yuan(discountPlatform),
      商家优惠: (_order, { discountShop }) => yuan(discountShop),
      达人优惠: () => '0.00',
      支付优惠: () => '0.00',
      收件人: ({ receiver }) => receiver.name,
      收件人手机号: ({ receiver }) => receiver.phone,
      省: ({ receiver }) => receiver.province,
      市: ({ receiver }) => receiver.city,
      区: ({ receiver }) => receiver.district,
      详细地址: ({ receiver }) => receiver.address,
      买家留言: ({ buyerNote }) => buyerNote,
      订单提交时间: ({ createdAt }) => clock(createdAt),
      商家备注: ({ sellerNote }) => sellerNote,
      订单完成时间: ({ completedAt }) => clock(completedAt),
      支付完成时间: ({ paidAt }) => clock(paidAt),
      订单状态: told(DOUYIN),
      承诺发货时间: ({ shipDueAt }) => clock(shipDueAt),
      售后状态: (_order, { aftersale }) => aftersale,
      取消原因: ({ closeReason }) => closeReason,
      发货时间: ({ shippedAt }) => clock(shippedAt),
      平台实际承担优惠金额: (_order, { discountPlatform }) => yuan(discountPlatform),
      商家实际承担优惠金额: (_order, { discountShop }) => yuan(discountShop),
    },
  },
  kuaishou: {
    grain: 'line',
    headers:
      '订单号|赠品订单号|活动订单编号|订单创建时间|订单支付时间|预售定金支付时间|订单状态|实付款|快递费|店铺优惠|平台补贴|主播补贴|混资活动优惠|支付优惠|支付方式|成交数量|买家留言|账号类型|账号明细|订单备注|旗帜颜色|售后状态|活动订单|预售/承诺发货时间|订单载体|商品名称|商品ID|商品规格|SKU编码|商品单价|渠道|CPS达人ID|CPS达人昵称|预估推广佣金|预估推广者分佣比例|团长ID|团长昵称|快赚客ID|快赚客昵称|授权推广者ID|授权推广者昵称|收货人姓名|收货人电话|收货地址-省|收货地址-市|收货地址-区|收货地址-街道|收货地址|发货时间|快递公司|快递单号|物流信息|集运类型|直邮类型|仓库名称|仓库地址|实名姓名|服务门店ID|服务门店名称|服务门店地址|国补/类国补/消费券',
    cells: {
      订单号: ({ no }) => no,
      订单创建时间: ({ createdAt }) => clock(createdAt),
      订单支付时间: ({ paidAt }) => clock(paidAt),
      订单状态: told(KUAISHOU),
      实付款: (order) => yuan(paid(order)),
      快递费: ({ freight }) => yuan(freight),
      店铺优惠: (order) => yuan(shopOff(order)),
      平台补贴: (order) => yuan(platformOff(order)),
      主播补贴: () => '0.00',
      支付优惠: () => '0.00',
      成交数量: (_order, { qty }) => String(qty),
      买家留言: ({ buyerNote }) => buyerNote,
      订单备注: ({ sellerNote }) => sellerNote,
      售后状态: (_order, { aftersale }) => aftersale,
      '预售/承诺发货时间': ({ shipDueAt }) => clock(shipDueAt),
      商品名称: (_order, { title }) => title,
      商品ID: (_order, { itemId }) => itemId,
      商品规格: (_order, { spec }) => spec,
      SKU编码: (_order, { code }) => code,
      商品单价: (_order, { price }) => yuan(price),
      收货人姓名: ({ receiver }) => receiver.name,
      收货人电话: ({ receiver }) => receiver.phone,
      '收货地址-省': ({ receiver }) => receiver.province,
      '收货地址-市': ({ receiver }) => receiver.city,
      '收货地址-区': ({ receiver }) => receiver.district,
      收货地址: ({ receiver }) => receiver.address,
      发货时间: ({ shippedAt }) => clock(shippedAt),
      快递公司: ({ carrier }) => carrier,
      快递单号: ({ waybill }) => waybill,
    },
  },
  wechat_shop: {
    grain: 'line',
    headers:
      '订单号|订单下单时间|订单发货时间|订单确认收货时间|订单完成结算时间|订单状态|发货方式|收件人姓名|收件人地址|省|市|区|收件人手机|买家备注|商家备注|打标颜色|商品总价|订单实际支付金额|订单实际收款金额|订单运费|商品优惠|跨店优惠|商品改价|积分抵扣|支付方式|支付时间|交易单号|物流公司|快递单号|技术服务费|技术服务费（将以人气卡形式返还）|运费险预计投保费用|带货方式|带货账号类型|带货账号昵称|带货费用渠道|带货费用类型|带货费用|带货佣金率|礼物单号|商品名称|商品编码(平台)|商品编码(自定义)|SKU编码(自定义)|商品属性|商品价格(单件)|商品实际价格(单件)|商品实际价格(总共)|是否预售|商品数量|商品平台券优惠|商品平均运费|定制信息|定制预览图|商品发货|商品售后|商品已退款金额',
    cells: {
      订单号: ({ no }) => no,
      订单下单时间: ({ createdAt }) => clock(createdAt),
      订单发货时间: ({ shippedAt }) => clock(shippedAt),
      订单完成结算时间: ({ completedAt }) => clock(completedAt),
      订单状态: told(WECHAT),
      收件人姓名: ({ receiver }) => receiver.name,
      收件人地址: place,
      省: ({ receiver }) => receiver.province,
      市: ({ receiver }) => receiver.city,
      区: ({ receiver }) => receiver.district,
      收件人手机: ({ receiver }) => receiver.phone,
      买家备注: ({ buyerNote }) => buyerNote,
      商家备注: ({ sellerNote }) => sellerNote,
      商品总价: (order) => yuan(list(order)),
      订单实际支付金额: (order) => yuan(paid(order)),
      订单实际收款金额: (order) => yuan(paid(order) - refundedOf(order)),
      订单运费: ({ freight }) => yuan(freight),
      商品优惠: (order) => yuan(shopOff(order)),
      跨店优惠: (order) => yuan(platformOff(order)),
      商品改价: () => '0.00',
      积分抵扣: () => '0.00',
      支付时间: ({ paidAt }) => clock(paidAt),
      物流公司: ({ carrier }) => carrier,
      快递单号: ({ waybill }) => waybill,
      商品名称: (_order, { title }) => title,
      '商品编码(平台)': (_order, { itemId }) => itemId,
      'SKU编码(自定义)': (_order, { code }) => code,
      商品属性: (_order, { spec }) => spec,
      '商品价格(单件)': (_order, { price }) => yuan(price),
      '商品实际价格(总共)': (_order, { pay }) => yuan(pay),
      商品数量: (_order, { qty }) => String(qty),
      商品售后: (_order, { aftersale }) => aftersale,
      商品已退款金额: (_order, { refunded }) => yuan(refunded),
    },
  },
  xiaohongshu: {
    grain: 'line',
    headers:
      '订单号|订单状态|售后状态|订单类型|订单标记|收件人姓名|收件人电话|收件人地址|省|市|区|区域编码|小红书编码|条形码|规格ID|达人ID|达人名称|SKU名称|SKU规格|SKU件数|是否为赠品|发票/Invoice|商品总价(元)|用户应付金额(元)|平台优惠(元)|店铺优惠(元)|支付渠道优惠(元)|SKU商家改价(元)|商家应收金额(元)（支付金额）|支付方式|支付渠道订单号|支付期数|利息费用|手续费承担方|支付时间|sku净重(kg)|包裹总净重(kg)|包裹总运费(元)|快递公司|快递单号|发货链接|大头笔/Paint Marker|集包地/Express Extend 1|三段码/Express Extend 2|订购人身份证姓名/ID Name|订购人身份证号/ID Number|收件人身份证姓名|收件人身份证号|订单创建时间|预售订单开始发货时间|预售订单截止发货时间|承诺发货时间|订单发货时间|订单完成时间|发货仓库|确认收货类型|是否延迟收货|用户备注|包裹备注标记|包裹备注信息|异常原因|店铺名称|用户编号|运费模版名称|物流方案名称|第三方机构订单号|国补模式|供应商id|供应商名称|商家编码|商品ID|商品名称',
    cells: {
      订单号: ({ no }) => `P${no}`,
      订单状态: told(XIAOHONGSHU),
      售后状态: (_order, { aftersale }) => aftersale,
      收件人姓名: ({ receiver }) => receiver.name,
      收件人电话: ({ receiver }) => receiver.phone,
      收件人地址: place,
      省: ({ receiver }) => receiver.province,
      市: ({ receiver }) => receiver.city,
      区: ({ receiver }) => receiver.district,
      小红书编码: (_order, { itemId }) => itemId,
      规格ID: (_order, { skuId }) => skuId,
      SKU名称: (_order, { title }) => title,
      SKU规格: (_order, { spec }) => spec,
      SKU件数: (_order, { qty }) => String(qty),
      是否为赠品: () => '否',
      '商品总价(元)': (_order, line) => yuan(listOf(line)),
      '用户应付金额(元)': (order) => yuan(paidOf(order)),
      '平台优惠(元)': (order) => yuan(platformOff(order)),
      '店铺优惠(元)': (order) => yuan(shopOff(order)),
      '支付渠道优惠(元)': () => '0.00',
      'SKU商家改价(元)': () => '0.00',
      支付时间: ({ paidAt }) => clock(paidAt),
      快递公司: ({ carrier }) => carrier,
      快递单号: ({ waybill }) => waybill,
      订单创建时间: ({ createdAt }) => clock(createdAt),
      承诺发货时间: ({ shipDueAt }) => clock(shipDueAt),
      订单发货时间: ({ shippedAt }) => clock(shippedAt),
      订单完成时间: ({ completedAt }) => clock(completedAt),
      用户备注: ({ buyerNote }) => buyerNote,
      包裹备注信息: ({ sellerNote }) => sellerNote,
      异常原因: ({ closeReason }) => closeReason,
      用户编号: ({ buyer }) => buyer,
      商家编码: (_order, { code }) => code,
      商品ID: (_order, { itemId }) => itemId,
      商品名称: (_order, { title }) => title,
    },
  },
}
