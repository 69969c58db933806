// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export { addOwner } from './owners.ts'
export { addSupplier, routes, sealedColumns } from './routes.ts'

/** Our own goods; made by the migration. */
export const OWN_GOODS = '00000000-0000-7000-8000-000000000001'

export const constraintErrors: ConstraintErrors = {
  owners_code_once: refuse('parties.owner_code_taken', 409, {
    zh: '货主编码已存在,请换一个',
    en: 'An owner has this code. Choose another.',
  }),
  suppliers_code_once: refuse('parties.supplier_code_taken', 409, {
    zh: '供应商编码已存在,请换一个',
    en: 'A supplier has this code. Choose another.',
  }),
}
