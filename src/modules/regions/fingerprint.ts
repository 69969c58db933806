// Whether two orders go to the same person at the same door, without opening anything: a keyed hash of who and where.
// INV-REG-1: a fingerprint exists only where every part of it is known, so that nothing unknown can equal
// something else unknown. Two forms never meet: what platforms encrypt is compared by their id alone.
import type { Vault } from '#kernel/vault.ts'
import { addDays, dateIn } from '#kernel/time.ts'
import { isMasked, plain } from './chinese-text.ts'
import { normalisePhone } from './phone.ts'

export interface Receiver {
  readonly name?: string | null | undefined
  readonly phone?: string | null | undefined
  /** What `parseAddress` left after the divisions. */
  readonly addressDetail?: string | null | undefined
  readonly districtCode?: string | null | undefined
  readonly encrypted?: EncryptedReceiver | null | undefined
}

/** An id such as OAID: another one for every seller, app and natural week, hence no key of a customer. */
export interface EncryptedReceiver {
  readonly platform: string
  /** The seller it was issued to. */
  readonly shopId: string
  /** The app, where a house has more than one with a platform. */
  readonly app?: string | undefined
  readonly id: string
  /** When the platform gave it out; without it its week is unknown and it equals nothing. */
  readonly issuedAt: Date | null
}

/** Null: it must not be merged with anything. */
export function receiverFingerprint(vault: Vault, receiver: Receiver): string | null {
  const { encrypted } = receiver
  if (encrypted) {
    const { platform, shopId, app = '', id, issuedAt } = encrypted
    if (id.trim() === '' || platform === '' || shopId === '' || issuedAt === null) return null
    const parts = [platform, shopId, app, naturalWeek(issuedAt), id.trim()]
    return `o1.${vault.blindIndex(parts.join('\x1f'), 'regions.receiver.encrypted')}`
  }
  const name = comparableName(receiver.name)
  const phone = comparablePhone(receiver.phone)
  const detail = comparableDetail(receiver.addressDetail)
  const district = receiver.districtCode ?? null
  if (name === null || phone === null || detail === null || district === null) return null
  return `a1.${vault.blindIndex([district, detail, phone, name].join('\x1f'), 'regions.receiver')}`
}

/** The Monday of the week, in China, where the platforms' weeks begin. */
export function naturalWeek(at: Date): string {
  const date = dateIn(at, 'Asia/Shanghai')
  const weekday = (Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 3) % 7
  return addDays(date, -weekday)
}

function comparableName(text: string | null | undefined): string | null {
  const name = plain(text ?? '')
    .toLowerCase()
    .replace(/[\s·•.,，。_-]/g, '')
  return name === '' || isMasked(text ?? '') ? null : name
}

function comparablePhone(text: string | null | undefined): string | null {
  const { kind, value } = normalisePhone(text)
  return kind === 'none' || kind === 'masked' || kind === 'other' ? null : value
}

const DIGIT_OF: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
}

/** 二十三 → 23, 一〇二 → 102; only up to 99 with 十, since 百 in an address is as a rule a name. */
function numeral(text: string): string {
  const ten = /^([^十拾]?)[十拾]([^十拾]?)$/.exec(text)
  if (ten) {
    const [, tens = '', ones = ''] = ten
    return String(
      (tens === '' ? 1 : (DIGIT_OF[tens] ?? 0)) * 10 + (ones === '' ? 0 : (DIGIT_OF[ones] ?? 0)),
    )
  }
  return [...text].map((char) => String(DIGIT_OF[char] ?? char)).join('')
}

const COUNTED = '号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|期|组|队'

/**
 * The rest of an address, written one way. Only spellings of the same thing become equal: 叁单元 and 3单元, 5号楼, 5幢 and
 * 5栋, 502室 and a final 502. A word that is there or not there stays a difference.
 */
export function comparableDetail(text: string | null | undefined): string | null {
  if (isMasked(text ?? '')) return null
  const detail = plain(text ?? '')
    .toLowerCase()
    .replace(/\s*(?:[(（]\s*\d{6}\s*[)）])\s*$/, '')
    .replace(/#/g, '号')
    // Between figures every mark keeps them apart: 3/502 is not 3502.
    .replace(/(?<=\d)[^\d\p{L}]+(?=\d)/gu, '-')
    .replace(/[—–_~]/g, '-')
    .replace(/[\s,，.。、;；:：·'"“”‘’()（）[\]【】<>《》!！?？/\\|]/g, '')
    .replace(
      new RegExp(
        `(?<!\\d)第?([〇零一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾]{1,4})(?=${COUNTED})`,
        'g',
      ),
      (_, digits: string) => numeral(digits),
    )
    .replace(new RegExp(`第(?=\\d+(?:${COUNTED}))`, 'g'), '')
    .replace(/(\d)(?:号楼|幢)/g, '$1栋')
    .replace(/(\d)楼/g, '$1层')
    .replace(/(\d)(?:号室|室|号房|房)$/, '$1')
  return detail === '' ? null : detail
}
