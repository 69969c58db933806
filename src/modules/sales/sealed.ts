// Where this module keeps sealed text, for the rotation of keys.
import type { SealedColumn } from '#kernel/reseal.ts'

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'sales.orders',
    read: 'receiver_sealed',
    write: 'receiver_sealed = fresh.sealed',
    key: [['id', 'uuid']],
    context: `'sales.receiver:' || id`,
  },
  {
    table: 'sales.order_versions',
    read: 'receiver_sealed',
    write: 'receiver_sealed = fresh.sealed',
    key: [
      ['order_id', 'uuid'],
      ['version', 'int'],
    ],
    context: `'sales.receiver:' || order_id`,
  },
  {
    // An undo puts the order back with the sealed text it had.
    table: 'sales.replaced',
    read: `head ->> 'receiver_sealed'`,
    write: `head = jsonb_set(t.head, '{receiver_sealed}', to_jsonb(fresh.sealed))`,
    key: [
      ['order_id', 'uuid'],
      ['version', 'int'],
    ],
    context: `'sales.receiver:' || order_id`,
  },
]
