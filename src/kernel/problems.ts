// Every refusal leaves as application/problem+json (RFC 9457) with a stable code and both languages.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError, type FieldProblem, refuse } from './errors.ts'
import { toJson } from './wire.ts'

/** A named SQL constraint and the refusal it stands for, when a check in code was passed by. */
export type ConstraintErrors = Readonly<Record<string, AppError>>

export function installProblems(app: FastifyInstance, constraints: ConstraintErrors): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, toAppError(error, constraints), error),
  )
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      request,
      reply,
      refuse('kernel.no_such_route', 404, {
        zh: `没有这个地址:${request.method} ${request.url.split('?')[0]}`,
        en: `No such address: ${request.method} ${request.url.split('?')[0]}`,
      }),
    ),
  )
}

function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: AppError,
  cause?: Error,
): FastifyReply {
  if (problem.status >= 500) request.log.error({ err: cause ?? problem }, 'request failed')
  const { retryAfterSeconds } = problem.details
  if (typeof retryAfterSeconds === 'number') {
    reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
  }
  const english = /^en\b/i.test(request.headers['accept-language'] ?? '')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(
      toJson({
        type: `urn:millrace:problem:${problem.code}`,
        title: english ? problem.text.en : problem.text.zh,
        status: problem.status,
        code: problem.code,
        zh: problem.text.zh,
        en: problem.text.en,
        details: problem.details,
        requestId: request.id,
      }),
    )
}

/** Any thrown thing as a refusal: ours, a constraint's, Fastify's own, or an honest 500. */
export function toAppError(error: unknown, constraints: ConstraintErrors): AppError {
  if (error instanceof AppError) return error
  const { code, constraint, statusCode } = error as {
    code?: string
    constraint?: string
    statusCode?: number
  }
  if (constraint !== undefined && constraints[constraint]) return constraints[constraint]
  if (code === '23503') return unknownReference((error as { detail?: string }).detail ?? '')
  const known = code === undefined ? undefined : OUTSIDE[code]
  if (known) return known
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return refuse('kernel.bad_request', statusCode, {
      zh: `请求无法处理:${(error as Error).message}`,
      en: `The request cannot be handled: ${(error as Error).message}`,
    })
  }
  return refuse('kernel.internal', 500, {
    zh: '程序内部出错,什么都没有保存;请把请求编号告诉管理员',
    en: 'Something failed inside; nothing was saved. Give the request id to an administrator.',
  })
}

/** `Key (sku_id)=(0189…) is not present in table "skus".`: which field names something nobody has. */
function unknownReference(detail: string): AppError {
  const [, column = '', id = ''] = /^Key \(([^)]*)\)=\(([^)]*)\)/.exec(detail) ?? []
  const field = column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
  if (/still referenced/.test(detail)) {
    return refuse(
      'kernel.still_referenced',
      409,
      {
        zh: `${id} 还被别的记录引用,不能删除;请先处理引用它的记录`,
        en: `${id} is still referred to by other records and cannot be removed. Deal with those first.`,
      },
      { id },
    )
  }
  return refuse(
    'kernel.unknown_reference',
    404,
    {
      zh: `${field} ${id} 不存在,什么都没有保存;请核对编号`,
      en: `There is no ${field} ${id}; nothing was saved. Check the id.`,
    },
    { field, id },
  )
}

/** Codes of Fastify and PostgreSQL that mean something to the caller. */
const OUTSIDE: Readonly<Record<string, AppError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('kernel.body_too_large', 413, {
    zh: '请求体过大;大文件请走导入上传',
    en: 'The request body is too large. Upload large files through an import.',
  }),
  FST_REQ_FILE_TOO_LARGE: refuse('kernel.file_too_large', 413, {
    zh: '文件超过上传上限',
    en: 'The file is larger than uploads may be.',
  }),
  FST_ERR_CTP_INVALID_JSON_BODY: refuse('kernel.malformed_json', 400, {
    zh: '请求体不是合法的 JSON',
    en: 'The request body is not valid JSON.',
  }),
  FST_ERR_CTP_EMPTY_JSON_BODY: refuse('kernel.empty_body', 400, {
    zh: '请求体为空',
    en: 'The request body is empty.',
  }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('kernel.media_type', 415, {
    zh: '不支持的内容类型;请用 application/json',
    en: 'Unsupported content type. Use application/json.',
  }),
  '22021': refuse('kernel.bad_text', 400, {
    zh: '文本含有不能保存的字符(空字符)',
    en: 'The text holds a character that cannot be stored (NUL).',
  }),
  '22003': refuse('kernel.number_out_of_range', 400, {
    zh: '数字超出范围',
    en: 'A number is out of range.',
  }),
  '57014': refuse('kernel.too_slow', 503, {
    zh: '查询超时,请缩小范围后重试',
    en: 'The query took too long. Narrow it and try again.',
  }),
}

/** Zod's findings as field problems in both languages. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.') || '(body)'
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path.map(String), key].join('.'),
        code: 'unknown_field',
        zh: '没有这个字段',
        en: 'is not a known field',
      }))
    }
    return [{ path, ...describe(issue) }]
  })
}

const CUSTOM: Readonly<Record<string, { zh: string; en: string }>> = {
  'qty.not_positive': { zh: '数量必须大于 0', en: 'must be greater than 0' },
  'qty.not_above_one': { zh: '数量必须大于 1', en: 'must be greater than 1' },
  'qty.negative': { zh: '数量不能为负', en: 'must not be negative' },
  'qty.too_large': { zh: '数量不得超过 1,000,000,000,000', en: 'must not exceed 10^12' },
  'time_zone.unknown': {
    zh: '没有这个时区,如 Asia/Shanghai',
    en: 'is not a time zone such as Asia/Shanghai',
  },
  'minor.negative': { zh: '金额不能为负', en: 'must not be negative' },
  'minor.too_large': { zh: '金额超出范围', en: 'is out of range' },
}

function describe(issue: z.core.$ZodIssue): { code: string; zh: string; en: string } {
  const own = CUSTOM[issue.message]
  if (own) return { code: issue.message, ...own }
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined/.test(issue.message)
        ? { code: 'required', zh: '必填', en: 'is required' }
        : {
            code: 'type',
            zh: `应为 ${issue.expected} 类型`,
            en: `must be of type ${issue.expected}`,
          }
    case 'too_small':
      return issue.origin === 'string'
        ? {
            code: 'too_short',
            zh: `至少 ${issue.minimum} 个字符`,
            en: `needs at least ${issue.minimum} character(s)`,
          }
        : {
            code: 'too_small',
            zh: `不得小于 ${issue.minimum}`,
            en: `must be at least ${issue.minimum}`,
          }
    case 'too_big':
      return issue.origin === 'string'
        ? {
            code: 'too_long',
            zh: `最多 ${issue.maximum} 个字符`,
            en: `allows at most ${issue.maximum} characters`,
          }
        : {
            code: 'too_big',
            zh: `不得大于 ${issue.maximum}`,
            en: `must be at most ${issue.maximum}`,
          }
    case 'invalid_format':
      return {
        code: 'format',
        zh: `格式不对(${issue.format})`,
        en: `is not a valid ${issue.format}`,
      }
    case 'invalid_value':
      return {
        code: 'choice',
        zh: `只能是 ${issue.values.map(String).join('、')}`,
        en: `must be one of ${issue.values.map(String).join(', ')}`,
      }
    case 'invalid_union':
      return { code: 'type', zh: '类型或格式不对', en: 'has the wrong type or format' }
    default:
      return { code: issue.code, zh: `不符合要求:${issue.message}`, en: issue.message }
  }
}
