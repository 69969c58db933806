// The platforms we can speak to.
import type { Connector } from './connector.ts'
import { sandboxConnector, sandboxCountingConnector } from './sandbox-connector.ts'

export const CONNECTORS: readonly Connector[] = [sandboxConnector, sandboxCountingConnector]

export function connectorById(id: string): Connector {
  const connector = CONNECTORS.find((one) => one.id === id)
  if (!connector) throw new Error(`no connector ${id}`)
  return connector
}
