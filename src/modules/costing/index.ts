// The front door: what the rest of the house may use.
export { checks } from './checks.ts'
export { abcOf } from './queries.ts'
export { routes } from './routes.ts'
export { valueMoves } from './value-moves.ts'
