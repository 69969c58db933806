// People and keys: the first owner, accounts, API keys.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Bilingual } from '#kernel/errors.ts'
import { Refused } from './client.ts'
import {
  adder,
  both,
  type Command,
  flag,
  type Input,
  lister,
  NAME,
  same,
  str,
  text,
  WrongUsage,
} from './command.ts'

async function ask(question: Bilingual, { isSecret = false } = {}): Promise<string> {
  if (!process.stdin.isTTY) throw new WrongUsage()
  process.stderr.write(`${question.zh} · ${question.en}: `)
  const output = isSecret
    ? new Writable({ write: (_chunk, _code, done) => done() })
    : process.stderr
  const prompt = createInterface({ input: process.stdin, output, terminal: true })
  const answer = await prompt.question('')
  prompt.close()
  if (isSecret) process.stderr.write('\n')
  return answer
}

async function passwordFrom({ values }: Input): Promise<string> {
  const given = text(values['password'])
  if (given !== undefined) return given
  if (values['password-stdin']) {
    let all = ''
    for await (const chunk of process.stdin) all += String(chunk)
    return all.replace(/\r?\n$/, '')
  }
  return ask(both('密码(至少 10 个字符)', 'Password (at least 10 characters)'), {
    isSecret: true,
  })
}

export const init: Command = {
  name: 'init',
  usage: 'init [--username NAME] [--name 姓名] [--password …|--password-stdin]',
  about: both('创建老板账号,打印一次 API 密钥', 'Create the owner and print an API key once'),
  needs: [],
  options: { username: str, name: str, password: str, 'password-stdin': flag },
  async run(input) {
    const username = text(input.values['username']) ?? (await ask(both('账号', 'Account name')))
    const made = await input.call<{ userId: string; apiKey: string }>('POST', '/api/setup', {
      username,
      displayName: text(input.values['name']) ?? username,
      password: await passwordFrom(input),
      withKey: true,
    })
    return {
      json: made,
      lines: [
        both(
          '已创建老板账号。API 密钥只显示这一次:',
          'The owner is created. The API key is shown this once:',
        ),
        same(made.apiKey),
        same(`export MILLRACE_API_KEY=${made.apiKey}`),
      ],
    }
  },
}

interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string
  readonly role: string
  readonly version: number
}

async function findUser({ call, positionals }: Input): Promise<User> {
  const name = positionals[0] ?? ''
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ q: name, limit: '200', ...(cursor ? { cursor } : {}) })
    const page: { items: User[]; nextCursor: string | null } = await call(
      'GET',
      `/api/access/users?${query}`,
    )
    const found = page.items.find(({ username }) => username.toLowerCase() === name.toLowerCase())
    if (found) return found
    cursor = page.nextCursor
  } while (cursor !== null)
  throw new Refused({
    code: 'cli.no_user',
    zh: `没有账号 ${name};用 user list 查看`,
    en: `There is no account ${name}. See user list.`,
  })
}

const disableUser: Command = {
  name: 'user disable',
  usage: 'user disable NAME',
  about: both('停用账号,立即下线', 'Disable an account; it is signed out at once'),
  needs: ['NAME'],
  options: {},
  async run(input) {
    const { id, username, displayName, role, version } = await findUser(input)
    const edited = { version, displayName, role, disabled: true }
    const answer = await input.call<{ version: number }>('PATCH', `/api/access/users/${id}`, edited)
    return { json: { id, ...answer }, lines: [both(`已停用 ${username}`, `Disabled ${username}`)] }
  },
}

const resetPassword: Command = {
  name: 'user reset-password',
  usage: 'user reset-password NAME [--password …|--password-stdin]',
  about: both('重设密码,本人下次登录须修改', 'Set a password; the person must change it'),
  needs: ['NAME'],
  options: { password: str, 'password-stdin': flag },
  async run(input) {
    const { id, username } = await findUser(input)
    const password = await passwordFrom(input)
    await input.call('PUT', `/api/access/users/${id}/password`, { password })
    return {
      json: { id },
      lines: [
        both(
          `${username} 的密码已重设,原有登录全部失效`,
          `The password of ${username} is set; all their sessions have ended`,
        ),
      ],
    }
  },
}

const revokeKey: Command = {
  name: 'key revoke',
  usage: 'key revoke ID',
  about: both('吊销密钥,立即失效', 'Revoke a key at once'),
  needs: ['ID'],
  options: {},
  async run({ call, positionals }) {
    const id = positionals[0] ?? ''
    await call('DELETE', `/api/access/keys/${encodeURIComponent(id)}`)
    return { json: { id }, lines: [both('已吊销', 'Revoked')] }
  },
}

export const accountCommands: readonly Command[] = [
  lister('user list', '/api/access/users', both('列出账号', 'List accounts'), [
    ['username', both('账号', 'Account')],
    ['displayName', both('姓名', 'Name')],
    ['role', both('岗位', 'Post')],
    ['disabledAt', both('停用', 'Disabled')],
  ]),
  adder(
    'user add',
    'user add --username NAME --role ROLE [--name 姓名] [--password …|--password-stdin]',
    both('新增账号', 'Add an account'),
    ['--username', '--role'],
    { username: str, name: str, role: str, password: str, 'password-stdin': flag },
    '/api/access/users',
    async (input) => ({
      username: text(input.values['username']),
      displayName: text(input.values['name']) ?? text(input.values['username']),
      role: text(input.values['role']),
      password: await passwordFrom(input),
    }),
  ),
  disableUser,
  resetPassword,
  lister('key list', '/api/access/keys', both('列出密钥', 'List keys'), [
    ['id', both('编号', 'Id')],
    ['name', NAME],
    ['prefix', both('开头', 'Begins with')],
    ['createdByName', both('创建人', 'Made by')],
    ['lastUsedAt', both('最近使用', 'Last used')],
    ['revokedAt', both('吊销', 'Revoked')],
  ]),
  adder(
    'key add',
    'key add --name NAME --scopes a,b',
    both('新建密钥(只显示一次)', 'Make a key (shown once)'),
    ['--name', '--scopes'],
    { name: str, scopes: str },
    '/api/access/keys',
    ({ values }) => ({ name: text(values['name']), scopes: text(values['scopes'])?.split(',') }),
  ),
  revokeKey,
]
