// Serves the built console. Its address is the state of the screen, so any path that is neither the
// API nor a file is answered with the page itself.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuse } from '#kernel/errors.ts'

const DIST = join(import.meta.dirname, '../console/dist')

export async function serveConsole(app: FastifyInstance): Promise<void> {
  const built = existsSync(join(DIST, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: join(DIST, 'assets'),
      prefix: '/assets/',
      // Vite names assets by content, so a browser may keep them.
      immutable: true,
      maxAge: '365d',
    })
  }
  app.get('/*', async (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) {
      return reply.callNotFound()
    }
    if (!built) {
      throw refuse('kernel.console_not_built', 503, {
        zh: '控制台尚未构建;请用 npm start 启动',
        en: 'The console is not built. Start with npm start.',
      })
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html', DIST)
  })
}
