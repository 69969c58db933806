// Which module stands on which. Imports point down only, never sideways; a sideways need is an event,
// or belongs one tier lower. `test/laws` reads this.
export const TIERS = [
  ['access', 'calendars', 'layouts', 'parties', 'places', 'regions', 'rules'],
  ['catalog', 'clocks', 'shops'],
  ['carriers', 'inventory', 'listings'],
  ['aftersales', 'costing', 'market', 'sales'],
  ['orders'],
  ['warehouse'],
  ['connectors', 'intake'],
  ['analytics'],
  ['system'],
] as const

export type ModuleName = (typeof TIERS)[number][number]
