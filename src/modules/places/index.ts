// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export { createSite, insertLocations, type LocationKind, standardLocation } from './places.ts'
export { routes } from './routes.ts'

export const constraintErrors: ConstraintErrors = {
  sites_code_once: refuse('places.site_code_taken', 409, {
    zh: '仓库编码已存在,请换一个',
    en: 'A site has this code. Choose another.',
  }),
}
