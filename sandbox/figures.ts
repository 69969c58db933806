// How the platform writes money and time.
import { type Order, paidOf } from './world.ts'

export function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The wall clock of China, which has had no summer time since 1991. */
export function clock(at: number | null): string {
  if (at === null) return ''
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export const totalYuan = (order: Order): string => yuan(paidOf(order))
