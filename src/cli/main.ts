// The command line: a client of the HTTP API, nothing more. Exit 0 done, 1 refused, 2 wrong usage,
// 3 unreachable.
import { parseArgs } from 'node:util'
import { readCliConfig } from '#kernel/config.ts'
import { callApi, Refused, Unreachable } from './client.ts'
import { type Command, WrongUsage } from './command.ts'
import { COMMANDS } from './commands.ts'
import { print, usageOf } from './print.ts'

async function main(argv: readonly string[]): Promise<number> {
  const config = readCliConfig()
  const { command, rest } = find(argv)
  if (!command) {
    const asked = argv.length === 0 || argv[0] === '--help'
    // `shop --help` and `shop` show the commands that begin so.
    const near = COMMANDS.filter(({ name }) => name.startsWith(`${argv[0]} `))
    const usage = usageOf(near.length > 0 ? near : COMMANDS, config.lang)
    if (asked || argv.includes('--help')) console.log(usage)
    else console.error(usage)
    return asked || argv.includes('--help') ? 0 : 2
  }
  let parsed
  try {
    parsed = parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        lang: { type: 'string' },
        ...command.options,
      },
    })
  } catch (error) {
    console.error(`${(error as Error).message}\n${usageOf([command], config.lang)}`)
    return 2
  }
  const { values, positionals } = parsed as {
    values: Record<string, string | boolean | undefined>
    positionals: string[]
  }
  const lang = values['lang'] === 'en' || values['lang'] === 'zh' ? values['lang'] : config.lang
  const missing = command.needs.filter((name, index) =>
    name.startsWith('--') ? values[name.slice(2)] === undefined : positionals[index] === undefined,
  )
  if (values['help']) {
    console.log(usageOf([command], lang))
    return 0
  }
  if (missing.length > 0) {
    console.error(usageOf([command], lang))
    return 2
  }
  try {
    const result = await command.run({ values, positionals, config, call: callApi(config) })
    print(result, { json: values['json'] === true, lang })
    return result.ok === false ? 1 : 0
  } catch (error) {
    if (error instanceof WrongUsage) {
      console.error(usageOf([command], lang))
      return 2
    }
    return fail(error, values['json'] === true, lang)
  }
}

/** `shop add …` before `shop …`. */
function find(argv: readonly string[]): { command: Command | undefined; rest: readonly string[] } {
  const words = argv.slice(0, 2).join(' ')
  const two = COMMANDS.find(({ name }) => name === words)
  if (two) return { command: two, rest: argv.slice(2) }
  return { command: COMMANDS.find(({ name }) => name === argv[0]), rest: argv.slice(1) }
}

function keyHint({ problem }: Refused, lang: 'zh' | 'en'): string {
  if (problem.code !== 'access.sign_in_required') return ''
  return lang === 'zh'
    ? '\n命令行用密钥登录:export MILLRACE_API_KEY=mlr_…(控制台 › API 密钥)'
    : '\nThe command line signs in with a key: export MILLRACE_API_KEY=mlr_… (console › API keys)'
}

function fail(error: unknown, json: boolean, lang: 'zh' | 'en'): number {
  if (error instanceof Refused) {
    if (json) console.log(JSON.stringify(error.problem))
    else console.error(`${error.problem[lang]}\n(${error.problem.code})${keyHint(error, lang)}`)
    return 1
  }
  if (error instanceof Unreachable) {
    const zh = `连不上 ${error.url};请先 npm start,或用 MILLRACE_URL 指定地址`
    const en = `Cannot reach ${error.url}. Run npm start first, or set MILLRACE_URL.`
    if (json) console.log(JSON.stringify({ code: 'cli.unreachable', zh, en }))
    else console.error(lang === 'zh' ? zh : en)
    return 3
  }
  throw error
}

process.exitCode = await main(process.argv.slice(2))
