/** The canonical states of an order, in the order of its life. */
export const STATES = [
  'pending_payment',
  'on_hold',
  'awaiting_shipment',
  'partially_shipped',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'closed_refunded',
] as const
