// Statements of banks: recognised and parked until settlement reads them.
import { layoutsOf } from '../entry.ts'

export const banksLayouts = layoutsOf([
  {
    id: 'banks.icbc',
    platform: null,
    kind: 'bills',
    name: { zh: '工商银行 账户明细', en: 'ICBC account statement' },
    grain: 'line',
    headers:
      '交易日期|摘要|交易场所|交易国家或地区简称|钞/汇|交易金额(收入)|交易金额(支出)|交易币种|记账金额(收入)|记账金额(支出)|记账币种|余额|对方户名',
    optional: '交易详情|对方账户',
    detect: '交易国家或地区简称|钞/汇|记账金额(收入)',
    provenance: 'read',
  },
  {
    id: 'banks.icbc_credit',
    platform: null,
    kind: 'bills',
    name: { zh: '工商银行 信用卡明细', en: 'ICBC credit card statement' },
    grain: 'line',
    headers:
      '交易日期|记账日期|摘要|交易场所|交易国家或地区简称|交易金额(收入)|交易金额(支出)|交易币种|记账金额(收入)|记账金额(支出)|记账币种|余额|对方户名',
    detect: '记账日期|交易国家或地区简称|记账金额(收入)',
    provenance: 'read',
  },
  {
    id: 'banks.ccb',
    platform: null,
    kind: 'bills',
    name: { zh: '建设银行 交易明细', en: 'China Construction Bank statement' },
    grain: 'line',
    headers: '记账日|交易日期|交易时间|支出|收入|账户余额|币种|摘要|对方账号|对方户名|交易地点',
    detect: '记账日|账户余额|对方账号|交易地点',
    provenance: 'read',
  },
  {
    id: 'banks.cmb',
    platform: null,
    kind: 'bills',
    name: { zh: '招商银行 账户明细', en: 'China Merchants Bank statement' },
    grain: 'line',
    headers: '记账日期|货币|交易金额|联机余额|交易摘要|对手信息|客户摘要',
    detect: '联机余额|交易摘要|对手信息',
    provenance: 'read',
  },
  {
    id: 'banks.cmb_credit',
    platform: null,
    kind: 'bills',
    name: { zh: '招商银行 信用卡对账单', en: 'China Merchants Bank credit card statement' },
    grain: 'line',
    headers: '交易日|记账日|交易摘要|人民币金额|卡号末四位|交易地金额',
    detect: '人民币金额|卡号末四位|交易地金额',
    provenance: 'read',
  },
  {
    id: 'banks.spdb',
    platform: null,
    kind: 'bills',
    name: { zh: '浦发银行 账户明细', en: 'SPD Bank statement' },
    grain: 'line',
    headers: '顺序号|交易日期|交易类型|存入金额|取出金额|余额|交易对手名称|交易对手账号|附言',
    detect: '存入金额|取出金额|交易对手名称',
    provenance: 'read',
  },
])
