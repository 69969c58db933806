// The front door: what the rest of the house may use.
export { ensureListings, type ListingDraft, type ListingRef } from './ensure-listings.ts'
export { constraintErrors } from './errors.ts'
export { listingKey } from './identity.ts'
export { importListings } from './import-listings.ts'
export { routes } from './routes.ts'
export { undoListings } from './undo-listings.ts'
export { keepWorth, tidyWorth, WORTH_HANDLER } from './worth.ts'
