// Carriers of China by the codes others call them: ours, Kuaidi100's, KDNiao's. Offered when one is added; the codes of
// aggregators should be compared with their own lists before going live.
export interface KnownCarrier {
  readonly code: string
  readonly name: string
  readonly kuaidi100: string
  readonly kdniao: string
}

const of = (code: string, name: string, kuaidi100: string, kdniao: string): KnownCarrier => ({
  code,
  name,
  kuaidi100,
  kdniao,
})

export const KNOWN_CARRIERS: readonly KnownCarrier[] = [
  of('SF', '顺丰速运', 'shunfeng', 'SF'),
  of('ZTO', '中通快递', 'zhongtong', 'ZTO'),
  of('YTO', '圆通速递', 'yuantong', 'YTO'),
  of('YUNDA', '韵达速递', 'yunda', 'YD'),
  of('STO', '申通快递', 'shentong', 'STO'),
  of('JT', '极兔速递', 'jtexpress', 'JTSD'),
  of('JD', '京东快递', 'jd', 'JD'),
  of('EMS', 'EMS', 'ems', 'EMS'),
  of('YZPY', '邮政快递包裹', 'youzhengguonei', 'YZPY'),
  of('DBL', '德邦快递', 'debangkuaidi', 'DBL'),
  of('KY', '跨越速运', 'kuayue', 'KYSY'),
  of('ANE', '安能物流', 'annengwuliu', 'ANEKY'),
]
