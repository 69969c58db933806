// The composition root of the HTTP side: services in, a Fastify server out. What happens to every
// request stands here in order; what a request means stands in the modules' route files.
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { newId } from '#kernel/ids.ts'
import type { Web } from '#kernel/http.ts'
import { installProblems } from '#kernel/problems.ts'
import type { Services } from '#kernel/services.ts'
import { authenticate } from '#modules/access'
import { serveConsole } from './console.ts'
import { constraintErrors, routes } from './wiring.ts'

/** A JSON body larger than this is a mistake; files go through uploads. */
const MAX_JSON_BYTES = 2 * 1024 * 1024

/** Mission: exports of platforms reach 200 MB. */
const MAX_UPLOAD_BYTES = 200 * 1024 * 1024

/** `added` is for tests of a module on its own: what they name instead of all routes. */
export async function buildApp(services: Services, added = routes): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: services.log,
    bodyLimit: MAX_JSON_BYTES,
    genReqId: () => newId(),
    // The request log of Fastify prints full URLs; search terms may be personal data.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        // antd writes its tokens into style elements at run time.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Plain http inside a factory network is the normal case; https belongs to the proxy in front.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: MAX_UPLOAD_BYTES, files: 20, fields: 50 } })
  installProblems(app, constraintErrors)

  const web: Web = { app, services, authenticate: (request) => authenticate(services, request) }
  for (const add of added) add(web)
  await serveConsole(app)
  return app
}
