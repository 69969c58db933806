// The OpenAPI 3.1 document, made from the same contracts that validate requests.
import { z } from 'zod'
import type { AnyRoute } from './contract.ts'

type Json = Record<string, unknown>

/** Contracts as they are grouped in src/api.ts: group → name → route. */
export type ApiTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface NamedRoute {
  readonly group: string
  readonly name: string
  readonly route: AnyRoute & { readonly columns?: unknown }
}

export function allRoutes(api: ApiTree): NamedRoute[] {
  return Object.entries(api).flatMap(([group, routes]) =>
    Object.entries(routes).map(([name, route]) => ({ group, name, route: route as AnyRoute })),
  )
}

export function openApi(api: ApiTree, version: string): Json {
  const paths: Record<string, Json> = {}
  for (const { group, name, route } of allRoutes(api)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(group, name, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace · 渠动',
      version,
      description:
        'Amounts are integer 分 and quantities integer base units, both as decimal text; instants are ISO 8601 in UTC.',
    },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'API key' },
        session: { type: 'apiKey', in: 'cookie', name: 'millrace_session' },
      },
    },
    security: [{ key: [] }, { session: [] }],
  }
}

const PROBLEM: Json = {
  type: 'object',
  description: 'application/problem+json (RFC 9457) with a stable code and both languages',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    zh: { type: 'string' },
    en: { type: 'string' },
    details: { type: 'object' },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'zh', 'en', 'details', 'requestId'],
}

function operation(group: string, name: string, route: AnyRoute): Json {
  const problem = {
    description: 'Refused',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: `${route.summary.zh} · ${route.summary.en}`,
    'x-permission': route.permission,
    ...(route.errors ? { 'x-errors': route.errors } : {}),
    ...(route.permission === 'public' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.creates
        ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }]
        : []),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              [route.upload ? 'multipart/form-data' : 'application/json']: {
                schema: schemaOf(route.body, 'input'),
              },
            },
          },
        }
      : {}),
    responses: { 200: success(route), default: problem },
  }
}

function success(route: AnyRoute): Json {
  if (route.raw) return { description: 'A file or a page' }
  return {
    description: 'Done',
    content: { 'application/json': { schema: schemaOf(route.response, 'output') } },
  }
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  delete json['$schema']
  return json
}
