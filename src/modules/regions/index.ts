// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export type { DivisionIndex } from './division-index.ts'
export { englishNameOf, loadDivisions, nameOf, provinceName } from './divisions.ts'
export {
  type EncryptedReceiver,
  naturalWeek,
  type Receiver,
  receiverFingerprint,
} from './fingerprint.ts'
export {
  type AddressInput,
  isDoubtful,
  parseAddress,
  type ParsedAddress,
  SURE,
} from './parse-address.ts'
export { normalisePhone, type Phone } from './phone.ts'
export type { AddressProblem } from './problems.ts'
export { routes } from './routes.ts'

export const constraintErrors: ConstraintErrors = {
  divisions_pkey: refuse('regions.code_taken', 409, {
    zh: '这个代码已有区划,请核对',
    en: 'A division has this code. Check it.',
  }),
  divisions_name_once: refuse('regions.name_taken', 409, {
    zh: '同一上级下已有这个名称',
    en: 'A division under the same parent has this name.',
  }),
  aliases_name_once: refuse('regions.alias_taken', 409, {
    zh: '它已有这个别名',
    en: 'It has this other name already.',
  }),
}
