// Who does something: a person with a session, a key of a program, or Millrace itself (jobs).

export interface Actor {
  readonly kind: 'user' | 'key' | 'system' | 'anonymous'
  /** Stable id: the user's or key's uuid, `system:<job>` for jobs. */
  readonly id: string
  /** What the audit log and screens show. */
  readonly name: string
  /** One of the ten posts; null for keys and the system. */
  readonly role: string | null
  readonly permissions: ReadonlySet<string>
}

/** Millrace acting on its own, named after the job or event handler that acts. */
export function systemActor(name: string): Actor {
  return { kind: 'system', id: `system:${name}`, name, role: null, permissions: new Set() }
}
