// Where this module keeps sealed text, for the rotation of keys.
import type { SealedColumn } from '#kernel/reseal.ts'

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'connectors.links',
    read: 'credentials_sealed',
    write: 'credentials_sealed = fresh.sealed',
    key: [['shop_id', 'uuid']],
    context: `'connectors.credentials:' || shop_id`,
  },
]
