// What leaves the process as JSON: bigint as digits, instants as ISO text. One place, so that no
// handler ever turns an amount into a float on its way out.

export function toJson(value: unknown): string {
  return (
    JSON.stringify(value ?? null, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    ) ?? 'null'
  )
}
