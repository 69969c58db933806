// Which module stands on which. Imports point down only, never sideways; a sideways need is an event,
// or belongs one tier lower. `test/laws` reads this.
export const TIERS = [
  ['access', 'parties', 'places'],
  ['catalog', 'shops'],
  ['inventory'],
  ['sales', 'costing'],
  ['intake'],
  ['analytics'],
  ['system'],
] as const

export type ModuleName = (typeof TIERS)[number][number]
