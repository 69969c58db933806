// The program: `node src/main.ts` serves; `migrate` only brings a database up to date. Everything else is
// a client of the HTTP API (src/cli).

// The pool that file and DNS calls share with the analytics engine: its queries would hold all four default
// threads for seconds. Read by the runtime at first use, hence before anything is imported.
process.env['UV_THREADPOOL_SIZE'] ??= '16'

import { enableCompileCache } from 'node:module'

enableCompileCache('node_modules/.cache/v8')

const { AppError } = await import('#kernel/errors.ts')

try {
  const { readConfig } = await import('#kernel/config.ts')
  const config = readConfig()
  const command = process.argv[2] ?? 'serve'
  if (command === 'serve') {
    const { serve } = await import('./serve.ts')
    await serve(config, async (to) => {
      const { handOver } = await import('./hand-over.ts')
      return handOver(config, to)
    })
  } else if (command === 'restore') {
    const { restoreHere } = await import('./restore-here.ts')
    const { tables, rows } = await restoreHere(config, process.argv[3] ?? '')
    console.log(`已恢复 ${tables} 张表、${rows} 行 · Restored ${tables} tables, ${rows} rows`)
  } else {
    console.error(
      `不认识的命令 ${command};可用:serve、restore 文件\nUnknown command ${command}. Known: serve, restore FILE`,
    )
    process.exitCode = 2
  }
} catch (error) {
  if (error instanceof AppError) console.error(`${error.text.zh}\n\n${error.text.en}`)
  else console.error(error)
  process.exit(1)
}
