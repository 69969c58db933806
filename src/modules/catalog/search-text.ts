// What a SKU is found by: its code, its name, the name's pinyin and the initials of the pinyin, since an
// operator types 保温杯, baowenbei or bwb and means the same.
import { pinyin } from 'pinyin-pro'

export function searchText(parts: {
  code: string
  name: string
  variant: Readonly<Record<string, string>>
}): string {
  const name = [parts.name, ...Object.values(parts.variant)].join(' ')
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  const initials = pinyin(name, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    nonZh: 'removed',
  })
  // Without blanks, as people type pinyin: baowenbeiyihao.
  return [parts.code, name, syllables.join('').replace(/\s+/g, ''), initials.join('')]
    .join(' ')
    .toLowerCase()
}

/** A typed search as an ilike pattern; the user's % and _ are letters. */
export function likePattern(q: string): string {
  return `%${q
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
}
