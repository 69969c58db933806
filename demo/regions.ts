// Where parcels go: real districts with the weight of their buyers. Streets and people are masked, as platforms mask them now.

export interface Region {
  readonly province: string
  readonly city: string
  readonly district: string
  readonly weight: number
}

const TABLE = `
浙江省 杭州市 西湖区 62|浙江省 杭州市 余杭区 58|浙江省 宁波市 鄞州区 44|浙江省 温州市 鹿城区 34|浙江省 金华市 义乌市 40
江苏省 南京市 江宁区 48|江苏省 苏州市 吴中区 52|江苏省 无锡市 滨湖区 36|江苏省 南通市 崇川区 26|江苏省 徐州市 泉山区 22
广东省 广州市 天河区 60|广东省 广州市 番禺区 50|广东省 深圳市 南山区 58|广东省 深圳市 龙岗区 48|广东省 佛山市 南海区 38
广东省 东莞市 东莞市 36|上海市 上海市 浦东新区 64|上海市 上海市 闵行区 46|北京市 北京市 朝阳区 60|北京市 北京市 海淀区 52
山东省 济南市 历下区 34|山东省 青岛市 市南区 38|山东省 临沂市 兰山区 26|河南省 郑州市 金水区 42|河南省 洛阳市 洛龙区 22
湖北省 武汉市 洪山区 44|湖北省 宜昌市 西陵区 18|湖南省 长沙市 岳麓区 40|湖南省 衡阳市 蒸湘区 16|四川省 成都市 武侯区 48
四川省 成都市 双流区 36|四川省 绵阳市 涪城区 18|重庆市 重庆市 渝北区 38|福建省 福州市 鼓楼区 28|福建省 厦门市 思明区 32
安徽省 合肥市 蜀山区 34|江西省 南昌市 红谷滩区 22|河北省 石家庄市 长安区 30|河北省 唐山市 路北区 18|辽宁省 沈阳市 和平区 30
辽宁省 大连市 甘井子区 28|吉林省 长春市 朝阳区 20|黑龙江省 哈尔滨市 南岗区 26|陕西省 西安市 雁塔区 40|山西省 太原市 小店区 22
广西壮族自治区 南宁市 青秀区 24|云南省 昆明市 五华区 24|贵州省 贵阳市 观山湖区 18|天津市 天津市 南开区 26|甘肃省 兰州市 城关区 14
内蒙古自治区 呼和浩特市 赛罕区 12|新疆维吾尔自治区 乌鲁木齐市 天山区 14|海南省 海口市 龙华区 12`

/** First two figures of the division code. */
const PROVINCES: Readonly<Record<string, string>> = {
  北京市: '11',
  天津市: '12',
  河北省: '13',
  山西省: '14',
  内蒙古自治区: '15',
  辽宁省: '21',
  吉林省: '22',
  黑龙江省: '23',
  上海市: '31',
  江苏省: '32',
  浙江省: '33',
  安徽省: '34',
  福建省: '35',
  江西省: '36',
  山东省: '37',
  河南省: '41',
  湖北省: '42',
  湖南省: '43',
  广东省: '44',
  广西壮族自治区: '45',
  海南省: '46',
  重庆市: '50',
  四川省: '51',
  贵州省: '52',
  云南省: '53',
  陕西省: '61',
  甘肃省: '62',
  新疆维吾尔自治区: '65',
}

export const provinceCode = ({ province }: Region): string => `${PROVINCES[province] ?? '00'}0000`

export const REGIONS: readonly Region[] = TABLE.trim()
  .split(/[|\n]/)
  .map((row) => {
    const [province = '', city = '', district = '', weight = '0'] = row.trim().split(' ')
    return { province, city, district, weight: Number(weight) }
  })
