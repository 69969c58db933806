// Who is using this browser, and what they may do.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, type Result } from './api/client.ts'
import { useRead } from './api/queries.tsx'
import type { accessApi } from '../src/modules/access/contract.ts'

export type Me = Result<(typeof accessApi)['me']>

/** The signed-in account. Below the shell it is always there. */
export function useMe(): Me {
  const { data } = useRead(api.access.me, {})
  if (!data) throw new Error('useMe is called outside the shell')
  return data
}

/** Whether I may: `const may = useMay(); may('inventory.receive')`. */
export function useMay(): (permission: string) => boolean {
  const me = useMe()
  return useCallback(
    (permission) => permission === 'signed-in' || me.permissions.includes(permission),
    [me],
  )
}

/** Forget everything of the account that leaves. */
export function useForget(): () => void {
  const client = useQueryClient()
  return useCallback(() => client.clear(), [client])
}
