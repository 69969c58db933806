// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import { feesOverlap } from './fees.ts'

export { feesAt } from './fees.ts'
export { deskFromOf, setFulfilment } from './fulfilment.ts'
export { routes } from './routes.ts'
export { addShop, type Shop, setLiveStock, shopByCode } from './shops.ts'

export const constraintErrors: ConstraintErrors = {
  shops_code_once: refuse('shops.code_taken', 409, {
    zh: '店铺编码已存在,请换一个',
    en: 'A shop has this code. Choose another.',
  }),
  fee_rules_no_overlap: feesOverlap(),
}
