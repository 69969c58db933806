// Telephone numbers as buyers and platforms write them, in one form each.
import { isMasked, plain } from './chinese-text.ts'

export interface Phone {
  /**
   * privacy: a number a platform lends out, with its extension; kept as it is, since the extension is part of it.
   * other: digits, but of no known shape (abroad, mistyped).
   */
  readonly kind:
    | 'mobile'
    | 'landline'
    | 'privacy'
    | 'service'
    | 'foreign'
    | 'masked'
    | 'other'
    | 'none'
  readonly value: string
}

/** Cities with three-figure codes; all others have four. */
const AREA = /^(010|02[0-9]|0[3-9]\d{2})(\d{7,8})$/

export function normalisePhone(text: string | null | undefined): Phone {
  const plainText = plain(text ?? '').trim()
  if (plainText === '') return { kind: 'none', value: '' }
  if (isMasked(plainText)) return { kind: 'masked', value: plainText }
  // An extension follows a dash, 转, # or ext after a complete number.
  const [, main = '', extension = ''] =
    /^(.*?\d{7,}.*?)(?:\s*(?:转|分机|#|,|ext\.?|x)\s*|(?<=1[3-9]\d{9}|95\d{9,13}|\d{7})\s*[-_—–]\s*)(\d{1,6})$/i.exec(
      plainText,
    ) ?? [plainText, plainText]
  const international = /^\s*(?:\+|00)/.test(main)
  let digits = main.replace(/\D/g, '')
  if (international) digits = digits.replace(/^00/, '')
  if (digits === '' || /^0+$/.test(digits)) return { kind: 'none', value: '' }
  if (
    /^86(?:1[3-9]\d{9}|0?\d{2,3}\d{7,8})$/.test(digits) &&
    (international || digits.length > 12)
  ) {
    digits = digits.slice(2)
    if (!/^1[3-9]\d{9}$/.test(digits) && !digits.startsWith('0')) digits = `0${digits}`
  } else if (international) {
    return { kind: 'foreign', value: `+${digits}` }
  }
  const tail = extension === '' ? '' : `-${extension}`
  if (/^1[3-9]\d{9}$/.test(digits)) {
    return { kind: extension === '' ? 'mobile' : 'privacy', value: digits + tail }
  }
  // Number pools of the platforms' privacy calls.
  if (/^95\d{9,13}$/.test(digits)) return { kind: 'privacy', value: digits + tail }
  if (/^(400|800)\d{7}$/.test(digits)) return { kind: 'service', value: digits + tail }
  const [, area, number] = AREA.exec(digits) ?? []
  if (area && number) return { kind: 'landline', value: `${area}-${number}${tail}` }
  return { kind: 'other', value: digits + tail }
}
