// Who buys, and where they live: made up, numbers out of ranges nobody is given.
import type { Chance } from './random.ts'
import type { Receiver } from './world.ts'

const FAMILY = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴']
const GIVEN = ['伟', '芳', '娜', '敏', '静', '磊', '洋', '艳', '勇', '军']
const PLACES = [
  ['浙江省', '杭州市', '西湖区', '文三路'],
  ['浙江省', '宁波市', '鄞州区', '天童南路'],
  ['广东省', '广州市', '天河区', '体育西路'],
  ['广东省', '深圳市', '南山区', '科苑路'],
  ['江苏省', '苏州市', '姑苏区', '人民路'],
  ['上海市', '上海市', '浦东新区', '世纪大道'],
  ['四川省', '成都市', '武侯区', '天府大道'],
  ['湖北省', '武汉市', '江汉区', '解放大道'],
] as const

export const NOTES = ['请尽快发货', '放门口', '周末送', '不要放快递柜', '发顺丰']

export function receiverOf(chance: Chance): Receiver {
  const [province, city, district, street] = chance.pick(PLACES)
  return {
    name: chance.pick(FAMILY) + chance.pick(GIVEN),
    phone: `100${String(chance.int(0, 99_999_999)).padStart(8, '0')}`,
    province,
    city,
    district,
    address: `${street}${chance.int(1, 999)}号${chance.int(1, 30)}幢${chance.int(101, 2808)}室`,
  }
}
