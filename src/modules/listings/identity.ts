// Who a listing is within its shop. Files name the same offer with more or fewer ids; the best one present decides.
import { createHash } from 'node:crypto'

export interface ListingIdentity {
  readonly platformItem?: string | undefined
  readonly platformSku?: string | undefined
  readonly merchantCode?: string | undefined
  readonly title?: string | undefined
  readonly spec?: string | undefined
}

/** An index entry of PostgreSQL ends at 2,700 bytes; beyond this a key is cut and told apart by its hash. */
const MAX_KEY = 300

/** `颜色:红;尺码:XL` and `颜色：红 ； 尺码：XL` are one spec. Case, width and blanks do not tell listings apart. */
export function normalised(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s*([:;,|/])\s*/g, '$1')
    .replace(/[;,]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The identity key; '' when the line names nothing at all. */
export function listingKey(listing: ListingIdentity): string {
  const sku = listing.platformSku?.trim()
  if (sku) return short(`sku:${sku}`)
  const byItem = itemKey(listing)
  if (byItem !== '') return byItem
  const code = listing.merchantCode?.trim()
  if (code) return short(`code:${code.toUpperCase()}`)
  const title = normalised(listing.title)
  const spec = normalised(listing.spec)
  return title === '' && spec === '' ? '' : short(`title:${title}|${spec}`)
}

/** By item and spec; '' where the item is not known. */
export function itemKey({ platformItem, spec }: ListingIdentity): string {
  const item = platformItem?.trim()
  return item ? short(`item:${item}|${normalised(spec)}`) : ''
}

function short(key: string): string {
  if (key.length <= MAX_KEY) return key
  return `${key.slice(0, MAX_KEY - 65)}#${createHash('sha256').update(key).digest('hex')}`
}
