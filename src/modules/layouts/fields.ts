// Every field of every kind with the words people see and what its cells look like: for mapping a file by hand.
import type { Bilingual } from '#kernel/errors.ts'
import type { ImportKind } from './importing.ts'

export type CellType = 'text' | 'id' | 'money' | 'count' | 'rate' | 'time' | 'date'

export interface Field {
  readonly key: string
  readonly name: Bilingual
  readonly type: CellType
  readonly isRequired: boolean
}

/** `key 中文 · English · type`, a star where no row can do without. */
const ORDERS = `
order_id* 订单编号 · Order number · id
line_id 子订单编号 · Line number · id
parent_id 主订单编号 · Parent order · id
status 订单状态 · Order status · text
line_status 商品行状态 · Line status · text
created_at* 下单时间 · Ordered at · time
paid_at 付款时间 · Paid at · time
shipped_at 发货时间 · Shipped at · time
received_at 收货时间 · Received at · time
completed_at 完成时间 · Completed at · time
modified_at 修改时间 · Modified at · time
goods_amount 商品总价 · Goods amount · money
freight 运费 · Freight · money
order_amount 应付金额 · Payable · money
paid_amount 实付金额 · Paid · money
merchant_receives 商家实收 · Merchant receives · money
discount_total 优惠合计 · Discounts · money
discount_shop 店铺优惠 · Shop discount · money
discount_platform 平台优惠 · Platform discount · money
discount_talent 达人优惠 · Talent discount · money
discount_channel 支付优惠 · Payment discount · money
price_adjust 商家改价 · Price change · money
points_paid 积分抵扣 · Paid in points · money
tax 税费 · Tax · money
refund_amount 退款金额 · Refunded · money
refund_status 退款状态 · Refund status · text
aftersale_status 售后状态 · After-sale status · text
buyer_ref 买家 · Buyer · text
buyer_note 买家留言 · Buyer note · text
seller_note 商家备注 · Seller note · text
receiver_name 收货人 · Receiver · text
phone 手机 · Phone · text
province 省 · Province · text
city 市 · City · text
district 区县 · District · text
street 街道 · Street · text
address 地址 · Address · text
country 国家 · Country · text
title 商品名称 · Title · text
spec 规格 · Spec · text
platform_item 平台商品ID · Item id · id
platform_sku 平台规格ID · Platform SKU id · id
sku_code 商家编码 · SKU code · id
product_code 商品编码 · Product code · id
barcode 条码 · Barcode · id
qty 数量 · Quantity · count
qty_total 总件数 · Total pieces · count
unit_price 单价 · Unit price · money
line_amount 行金额 · Line amount · money
line_paid 行实付 · Line paid · money
line_discount 行优惠 · Line discount · money
is_gift 是否赠品 · Gift · text
waybill 快递单号 · Waybill · id
carrier 快递公司 · Carrier · text
close_reason 关闭原因 · Close reason · text
ship_deadline 承诺发货时间 · Ship by · time
deliver_deadline 承诺送达时间 · Deliver by · time
pay_method 支付方式 · Payment method · text
payment_id 支付单号 · Payment number · id
talent_id 达人ID · Talent id · id
talent_name 达人 · Talent · text
source_channel 渠道来源 · Source · text
shop_name 店铺名称 · Shop name · text
category 类目 · Category · text
currency 币种 · Currency · text`

const AFTERSALES = `
aftersale_id* 售后单号 · After-sale number · id
order_id* 订单编号 · Order number · id
line_id 子订单编号 · Line number · id
aftersale_type 售后类型 · Type · text
aftersale_status 售后状态 · Status · text
created_at 申请时间 · Requested at · time
completed_at 完结时间 · Completed at · time
refund_amount* 退款金额 · Refund amount · money
qty 退货数量 · Quantity · count
reason 售后原因 · Reason · text
title 商品名称 · Title · text
spec 规格 · Spec · text
sku_code 商家编码 · SKU code · id
return_carrier 退货快递公司 · Return carrier · text
return_waybill 退货快递单号 · Return waybill · id`

const LISTINGS = `
platform_item* 平台商品ID · Item id · id
platform_sku 平台规格ID · Platform SKU id · id
title 标题 · Title · text
spec 规格 · Spec · text
sku_code 商家编码 · SKU code · id
product_code 商品编码 · Product code · id
barcode 条码 · Barcode · id
price 售价 · Price · money
stock_qty 平台库存 · Stock on the platform · count
category 类目 · Category · text
status 状态 · Status · text
url 链接 · Link · text
image_url 图片 · Image · text
weight_grams 重量(克) · Weight (g) · count`

const SKUS = `
sku_code* SKU编码 · SKU code · id
title* 名称 · Name · text
barcode 条码 · Barcode · id
unit 单位 · Unit · text
weight_grams 重量(克) · Weight (g) · count
category 类目 · Category · text
standard_cost 标准成本 · Standard cost · money`

const OPENING = `
sku_code* SKU编码 · SKU code · id
qty* 数量 · Quantity · count
site* 仓库编码 · Site code · text
location 库位 · Location · text
lot 批号 · Lot · text
title 名称 · Name · text
note 备注 · Note · text`

const OFFLINE = `
date* 日期 · Date · date
channel* 渠道 · Channel · text
amount* 销售额 · Amount · money
customer 客户 · Customer · text
sku_code SKU编码 · SKU code · id
title 名称 · Title · text
qty 数量 · Quantity · count
currency 币种 · Currency · text
note 备注 · Note · text`

const TRAFFIC = `
date* 日期 · Date · date
source 流量来源 · Source · text
visitors* 访客数 · Visitors · count
page_views 浏览量 · Page views · count
new_visitors 新访客数 · New visitors · count
returning_visitors 老访客数 · Returning visitors · count
fav_users 收藏人数 · Favourites · count
cart_users 加购人数 · Cart users · count
cart_qty 加购件数 · Cart pieces · count
order_buyers 下单买家数 · Ordering buyers · count
order_amount 下单金额 · Ordered · money
paid_buyers 支付买家数 · Paying buyers · count
paid_orders 支付订单数 · Paid orders · count
paid_qty 支付件数 · Paid pieces · count
paid_amount 支付金额 · Paid · money
refund_amount 退款金额 · Refunded · money`

const ITEM_TRAFFIC = `
platform_item* 平台商品ID · Item id · id
title 商品名称 · Title · text
product_code 货号 · Product code · id${TRAFFIC}`

const ADS = `
date* 日期 · Date · date
spend* 花费 · Spend · money
plan_id 计划ID · Campaign id · id
plan_name 计划名称 · Campaign · text
material_id 素材ID · Material id · id
material_name 素材名称 · Material · text
platform_item 商品ID · Item id · id
impressions 展现量 · Impressions · count
clicks 点击量 · Clicks · count
sales_amount 成交金额 · Sales · money
sales_orders 成交订单数 · Orders · count`

const REVIEWS = `
content* 评价内容 · Content · text
review_id 评价编号 · Review id · id
order_id 订单编号 · Order number · id
platform_item 商品ID · Item id · id
sku_code SKU编码 · SKU code · id
score 评分 · Score · count
created_at 评价时间 · Written at · time
category 类目 · Category · text`

const PRICES = `
date* 日期 · Date · date
title* 名称 · Title · text
price* 价格 · Price · money
platform 平台 · Platform · text
shop_name 店铺 · Shop · text
platform_item 商品ID · Item id · id
sku_code 对应SKU · Our SKU · id
list_price 标价 · List price · money
sale_count 销量 · Sold so far · count
url 链接 · Link · text`

/** Bills are parked, not mapped. */
export const FIELDS: Readonly<Record<ImportKind, readonly Field[]>> = {
  orders: read(ORDERS),
  aftersales: read(AFTERSALES),
  listings: read(LISTINGS),
  skus: read(SKUS),
  opening_stock: read(OPENING),
  offline_sales: read(OFFLINE),
  shop_traffic: read(TRAFFIC),
  item_traffic: read(ITEM_TRAFFIC),
  ad_spend: read(ADS),
  reviews: read(REVIEWS),
  prices: read(PRICES),
  bills: [],
}

export const KIND_NAMES: Readonly<Record<ImportKind, Bilingual>> = {
  orders: { zh: '订单', en: 'Orders' },
  aftersales: { zh: '售后单', en: 'After-sale records' },
  listings: { zh: '平台商品', en: 'Listings' },
  skus: { zh: 'SKU', en: 'SKUs' },
  opening_stock: { zh: '期初库存', en: 'Opening stock' },
  offline_sales: { zh: '线下销售', en: 'Offline sales' },
  shop_traffic: { zh: '店铺流量', en: 'Shop traffic' },
  item_traffic: { zh: '商品流量', en: 'Item traffic' },
  ad_spend: { zh: '广告花费', en: 'Ad spend' },
  reviews: { zh: '评价', en: 'Reviews' },
  prices: { zh: '价格', en: 'Prices' },
  bills: { zh: '账单', en: 'Bills' },
}

function read(text: string): readonly Field[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [left = '', en = '', type = 'text'] = line.split(' · ')
      const [key = '', ...zh] = left.split(' ')
      return {
        key: key.replace('*', ''),
        name: { zh: zh.join(' '), en },
        type: type as CellType,
        isRequired: key.endsWith('*'),
      }
    })
}
