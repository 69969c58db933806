// One structured log on stdout. What identifies a person or opens a door never reaches it.
import type { FastifyBaseLogger } from 'fastify'
import { type DestinationStream, pino } from 'pino'
import type { Config } from './config.ts'

const HIDDEN = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'phone',
  'mobile',
  'email',
  'address',
  'contact',
  'receiver',
]

export function openLog(
  config: Pick<Config, 'logLevel'>,
  to?: DestinationStream,
): FastifyBaseLogger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers.${name}`]),
        censor: '•••',
      },
      serializers: {
        err: pino.stdSerializers.err,
        // The address of a request may hold search terms; the route is enough to find the code.
        req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url,
        }),
      },
    },
    to ?? pino.destination({ dest: 2, sync: false }),
  ) as FastifyBaseLogger
}
