// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import { tariffsOverlap } from './errors.ts'
import { noNumbers } from './manage.ts'

export { checks } from './checks.ts'
export {
  carrierDecider,
  decideCarrier,
  type DecidedCarrier,
  type Request as CarrierRequest,
} from './decide.ts'
export { cancelParcels, drawNumbers, finishOpen } from './draw.ts'
export { handOver, makeParcels, type NewShipment, parcelsOfOrder } from './parcels.ts'
export { ackPrint, printLabel } from './print.ts'
export { carrierPurpose } from './purpose.ts'
export { sealedColumns } from './receiver.ts'
export { routes } from './routes.ts'
export { watchLegs } from './track.ts'

export const constraintErrors: ConstraintErrors = {
  carriers_code_once: refuse('carriers.code_taken', 409, {
    zh: '这个快递编码已有,请换一个',
    en: 'A carrier has this code. Choose another.',
  }),
  services_code_once: refuse('carriers.service_taken', 409, {
    zh: '这家快递已有同编码的产品',
    en: 'This carrier has a service of that code.',
  }),
  accounts_branch_once: refuse('carriers.branch_taken', 409, {
    zh: '这个网点账号已有',
    en: 'There is an account with this branch.',
  }),
  tariffs_do_not_overlap: tariffsOverlap(),
  accounts_balance_not_negative: noNumbers(),
}
