// Refusals: what a caller can act on. They are thrown, so that the transaction around them rolls back
// and nobody can forget to look at them. Programmer errors are failed assertions (a 500); the outside
// world's failures are retried by the job that owns them.

/** One sentence in both languages of the product. Says what is wrong and what to do. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** What went wrong with one field or one row; a problem document may carry many. */
export interface FieldProblem {
  /** Where: a JSON path such as `lines.0.qty`, or `row 12, column 数量`. */
  readonly path: string
  readonly code: string
  readonly zh: string
  readonly en: string
}

export class AppError extends Error {
  override readonly name = 'AppError'
  /** Stable, documented, safe to switch on: `inventory.insufficient_stock`. */
  readonly code: string
  readonly status: number
  readonly text: Bilingual
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    status: number,
    text: Bilingual,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${text.en}`)
    this.code = code
    this.status = status
    this.text = text
    this.details = details
  }
}

/** Build a refusal to throw. `details` reach the caller as JSON: ids, limits, what would fit. */
export function refuse(
  code: string,
  status: number,
  text: Bilingual,
  details: Readonly<Record<string, unknown>> = {},
): AppError {
  return new AppError(code, status, text, details)
}

/** 400 with one entry per field, the shape every form in the console knows how to show. */
export function invalid(fields: readonly FieldProblem[]): AppError {
  const first = fields[0]
  return new AppError(
    'kernel.invalid',
    400,
    {
      zh: `${fields.length} 处填写有误${first ? `:${first.path} ${first.zh}` : ''}`,
      en: `${fields.length} field(s) are not valid${first ? `: ${first.path} ${first.en}` : ''}`,
    },
    { fields },
  )
}

/** 404. `what` is the noun in both languages. */
export function notFound(what: Bilingual, id: string): AppError {
  return new AppError(
    'kernel.not_found',
    404,
    {
      zh: `找不到${what.zh} ${id},可能已被删除或编号有误`,
      en: `No ${what.en} ${id}. It may have been removed, or the id is wrong.`,
    },
    { id },
  )
}

/** 409: somebody else saved first. Carries both versions so that a person can see the difference. */
export function staleEdit(
  what: Bilingual,
  edit: {
    readonly givenVersion: number
    readonly currentVersion: number
    readonly yours: Readonly<Record<string, unknown>>
    readonly current: Readonly<Record<string, unknown>>
  },
): AppError {
  const differing = Object.keys(edit.yours).filter(
    (key) => stable(edit.yours[key]) !== stable(edit.current[key]),
  )
  return new AppError(
    'kernel.stale_edit',
    409,
    {
      zh: `${what.zh}已被他人修改(版本 ${edit.currentVersion},你基于 ${edit.givenVersion}),请核对差异后重新保存`,
      en: `This ${what.en} was changed by someone else (version ${edit.currentVersion}, yours was ${edit.givenVersion}). Compare the difference and save again.`,
    },
    {
      ...edit,
      difference: differing.map((field) => ({
        field,
        yours: edit.yours[field] ?? null,
        current: edit.current[field] ?? null,
      })),
    },
  )
}

function stable(value: unknown): string {
  return (
    JSON.stringify(value ?? null, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    ) ?? 'null'
  )
}
