// Alipay and WeChat Pay: bills, parked until settlement reads them.
import { layoutsOf } from '../entry.ts'

export const paymentsLayouts = layoutsOf([
  {
    id: 'payments.alipay_fund_csv',
    platform: null,
    kind: 'bills',
    name: { zh: '支付宝 账务明细', en: 'Alipay fund movements' },
    grain: 'line',
    headers:
      '账务流水号|业务流水号|商户订单号|商品名称|发生时间|对方账号|收入金额（+元）|支出金额（-元）|账户余额（元）|交易渠道|业务类型|备注',
    optional: '业务描述|业务账单来源|业务基础订单号|业务订单号|付款备注',
    detect: '账务流水号|业务流水号|账户余额（元）',
    provenance: 'read',
  },
  {
    id: 'payments.alipay_fund_b_side',
    platform: null,
    kind: 'bills',
    name: { zh: '支付宝 商家资金流水', en: 'Alipay merchant funds' },
    grain: 'line',
    headers: `
      序号|入账时间|支付宝交易号|支付宝流水号|商户订单号|账务类型|收入（+元）|支出（-元）|账户余额（元）|服务费（元）|支付渠道|签约产品|对方账户|对方名称|银行订单号|商品名称|备注|业务基础订单号|业务订单号|业务账单来源
      业务描述|付款备注`,
    detect: '入账时间|支付宝流水号|账务类型',
    provenance: 'read',
  },
  {
    id: 'payments.alipay_trade_csv',
    platform: null,
    kind: 'bills',
    name: { zh: '支付宝 业务明细', en: 'Alipay trade bill' },
    grain: 'line',
    headers: `
      支付宝交易号|商户订单号|业务类型|商品名称|创建时间|完成时间|门店编号|门店名称|操作员|终端号|对方账户|订单金额（元）|商家实收（元）|支付宝红包（元）|集分宝（元）|支付宝优惠（元）|商家优惠（元）|券核销金额（元）|券名称
      商家红包消费金额（元）|卡消费金额（元）|退款批次号/请求号|服务费（元）|分润（元）|备注`,
    detect: '支付宝交易号|商家实收（元）|服务费（元）',
    provenance: 'read',
  },
  {
    id: 'payments.alipay_personal',
    platform: null,
    kind: 'bills',
    name: { zh: '支付宝 个人交易明细', en: 'Alipay personal bill' },
    grain: 'line',
    headers:
      '交易时间|交易分类|交易对方|对方账号|商品说明|收/支|金额|收/付款方式|交易状态|交易订单号|商家订单号|备注',
    detect: '交易分类|交易对方|对方账号|商品说明',
    provenance: 'read',
  },
  {
    id: 'payments.wxpay_trade_all',
    platform: null,
    kind: 'bills',
    name: { zh: '微信支付 交易账单', en: 'WeChat Pay trade bill' },
    grain: 'line',
    headers: `
      交易时间|公众账号ID|商户号|特约商户号|设备号|微信订单号|商户订单号|用户标识|交易类型|交易状态|付款银行|货币种类|应结订单金额|代金券金额|微信退款单号|商户退款单号|退款金额|充值券退款金额|退款类型|退款状态|商品名称
      商户数据包|手续费|费率|订单金额|申请退款金额|费率备注`,
    detect: '交易时间|公众账号ID|微信订单号',
    provenance: 'read',
  },
  {
    id: 'payments.wxpay_fund',
    platform: null,
    kind: 'bills',
    name: { zh: '微信支付 资金账单', en: 'WeChat Pay fund bill' },
    grain: 'line',
    headers:
      '记账时间|微信支付业务单号|资金流水单号|业务名称|业务类型|收支类型|收支金额(元)|账户结余(元)|资金变更提交申请人|备注|业务凭证号',
    detect: '资金流水单号|收支类型|业务凭证号',
    provenance: 'read',
  },
  {
    id: 'payments.wxpay_personal',
    platform: null,
    kind: 'bills',
    name: { zh: '微信支付 个人账单', en: 'WeChat Pay personal bill' },
    grain: 'line',
    headers:
      '交易时间|交易类型|交易对方|商品|收/支|金额(元)|支付方式|当前状态|交易单号|商户单号|备注',
    detect: '交易类型|交易对方|商品|当前状态',
    provenance: 'read',
  },
])
