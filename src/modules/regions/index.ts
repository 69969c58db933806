// The front door: what the rest of the house may use.
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
