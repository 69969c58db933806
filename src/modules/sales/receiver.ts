// Personal data of an order on its way into the database (INV-SALES-4): sealed whole, shown masked, compared by fingerprint. The cells
// it came in are taken out of the raw rows and sealed with it, so that nothing is lost and nothing lies open.
import { mask, type Vault } from '#kernel/vault.ts'
import type { ImportFile, ImportRow } from '#modules/layouts'
import type { Receiver } from './draft.ts'

/** Fields that name, reach or quote a person. */
const PERSONAL_FIELDS = [
  'receiver_name',
  'phone',
  'street',
  'address',
  'buyer_note',
  'seller_note',
] as const

/** Columns no field stands for, whose names say that a person is in them. */
const PERSONAL_HEADER =
  /姓名|收件人|收货人|订购人|手机|电话|地址|身份证|支付宝账号|留言|备注|资料|邮箱|昵称$|email|phone|name\b.*(billing|shipping)|(billing|shipping)|notes?\b|买家会员/i

export interface SealedReceiver {
  readonly sealed: string | null
  readonly masked: string
  readonly hasBuyerNote: boolean
  readonly hasSellerNote: boolean
}

/** Positions of the columns of a file that hold personal data. Who bought is judged cell by cell (buyerKey). */
export function personalColumns({ header, columns }: ImportFile): ReadonlySet<number> {
  const byField = PERSONAL_FIELDS.flatMap((field) => columns.get(field) ?? [])
  const mapped = new Set(columns.values())
  const byName = header.flatMap((name, at) =>
    !mapped.has(at) && PERSONAL_HEADER.test(name) ? [at] : [],
  )
  return new Set([...byField, ...byName])
}

/** The rows without what is personal, as JSON of cells; and what was taken out, by row. */
export function splitRaw(
  rows: readonly ImportRow[],
  columns: ReadonlySet<number>,
  buyerAt: number | undefined,
): { readonly open: string; readonly personal: readonly Readonly<Record<string, string>>[] } {
  const names =
    buyerAt !== undefined && rows.some(({ values }) => isPersonal(values[buyerAt] ?? ''))
  const personal = names ? new Set([...columns, buyerAt]) : columns
  if (personal.size === 0)
    return { open: JSON.stringify(rows.map(({ values }) => values)), personal: [] }
  return {
    open: JSON.stringify(
      rows.map(({ values }) => values.map((cell, at) => (personal.has(at) ? '' : cell))),
    ),
    personal: rows.map(({ values }) =>
      Object.fromEntries(
        [...personal].flatMap((at) => ((values[at] ?? '') === '' ? [] : [[at, values[at]!]])),
      ),
    ),
  }
}

/** What the vault holds of an order's receiver (context `sales.receiver:<order id>`). */
export interface HeldReceiver extends Receiver {
  /** Cells by column, row by row, as far as they hold personal data. */
  readonly cells: readonly Readonly<Record<string, string>>[]
}

export const openReceiver = (vault: Vault, orderId: string, sealed: string): HeldReceiver =>
  JSON.parse(vault.open(sealed, receiverContext(orderId))) as HeldReceiver

export function sealReceiver(
  vault: Vault,
  orderId: string,
  receiver: Receiver | null,
  cells: readonly Readonly<Record<string, string>>[],
  place: string,
): SealedReceiver {
  const isEmpty = receiver === null && cells.every((row) => Object.keys(row).length === 0)
  return {
    sealed: isEmpty
      ? null
      : vault.seal(
          JSON.stringify({ ...receiver, cells } satisfies Partial<HeldReceiver>),
          receiverContext(orderId),
        ),
    masked: receiver === null ? '' : maskedReceiver(receiver, place),
    hasBuyerNote: (receiver?.buyerNote ?? '') !== '',
    hasSellerNote: (receiver?.sellerNote ?? '') !== '',
  }
}

export const receiverContext = (orderId: string): string => `sales.receiver:${orderId}`

/** Enough to recognise an order by, not a person: `张** 138****1234 浙江省 杭州市`. */
function maskedReceiver({ name, phone }: Receiver, place: string): string {
  return [
    name === '' ? '' : name.includes('*') ? name : mask.name(name),
    phone === '' ? '' : phone.includes('*') ? phone.replace(/^'/, '') : mask.phone(phone),
    place,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/**
 * Who bought, as far as it may stand open: a platform's own id as it is; an e-mail or a telephone as a blind index;
 * a masked name (`t**1`) not at all, since two people may share it.
 */
export function buyerKey(vault: Vault, text: string | null): string | null {
  if (text === null || text.includes('*')) return null
  if (isPersonal(text))
    return `~${vault.blindIndex(text.trim().toLowerCase(), 'sales.buyer').slice(0, 22)}`
  return text.slice(0, 120)
}

/** An e-mail address or a telephone number, which reach a person wherever they stand. */
const isPersonal = (text: string) => text.includes('@') || /^\+?\d[\d -]{9,}$/.test(text)
