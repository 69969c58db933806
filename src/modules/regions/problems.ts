// Everything that can be wrong with an address, in both languages, with what to do.
import type { Bilingual } from '#kernel/errors.ts'

export type ProblemCode =
  | 'empty'
  | 'unknown_place'
  | 'ambiguous'
  | 'contradiction'
  | 'city_missing'
  | 'district_missing'
  | 'district_unknown'
  | 'old_name'
  | 'old_name_split'
  | 'masked'
  | 'too_long'

export interface AddressProblem extends Bilingual {
  readonly code: ProblemCode
}

const SENTENCES: Readonly<Record<ProblemCode, (...parts: string[]) => Bilingual>> = {
  empty: () => ({ zh: '没有地址', en: 'There is no address.' }),
  unknown_place: (text = '') => ({
    zh: `认不出省市区:${text}`,
    en: `No province, city or district is recognised in: ${text}`,
  }),
  ambiguous: (...places) => ({
    zh: `不止一处符合:${places.join('、')}`,
    en: `More than one place fits: ${places.join(', ')}`,
  }),
  contradiction: (place = '', ...others) => ({
    zh: `省市区互相矛盾:${place},又写了 ${others.join('、')}`,
    en: `The parts disagree: ${place}, but also ${others.join(', ')}`,
  }),
  city_missing: () => ({ zh: '没有写城市和区县', en: 'City and district are not stated.' }),
  district_missing: () => ({ zh: '没有写区县', en: 'The district is not stated.' }),
  district_unknown: (text = '') => ({
    zh: `区划表里没有:${text}`,
    en: `Not in the division table: ${text}`,
  }),
  old_name: (text = '', now = '') => ({
    zh: `${text} 是旧名,现为 ${now}`,
    en: `${text} is a former name of ${now}.`,
  }),
  old_name_split: (text = '', now = '') => ({
    zh: `${text} 已撤销,只有一部分并入 ${now}`,
    en: `${text} was divided; only a part of it became ${now}.`,
  }),
  masked: () => ({ zh: '详细地址已脱敏', en: 'The rest of the address is masked.' }),
  too_long: () => ({ zh: '文字过长,不像地址', en: 'The text is too long for an address.' }),
}

export function problem(code: ProblemCode, ...parts: string[]): AddressProblem {
  return { code, ...SENTENCES[code](...parts) }
}
