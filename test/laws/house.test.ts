// Laws of the house, checked against the source itself. A failure names the file and the fix.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { TIERS } from '../../src/modules/tiers.ts'

interface Source {
  readonly path: string
  readonly text: string
}

const read = (pattern: string): Source[] =>
  globSync(pattern).map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const server = read('src/**/*.ts')
const tests = server.filter(({ path }) => /\.test\.ts$/.test(path))
const production = server.filter(({ path }) => !/(\.(test|gen)|testing)\.ts$/.test(path))
const moduleOf = (path: string) => /src\/modules\/([^/]+)\//.exec(path)?.[1]
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

/** Schemas that kernel files own; every module owns the schema of its own name. */
const KERNEL_SCHEMAS = ['kernel', 'audit', 'outbox', 'jobs', 'graphile_worker']

test('a module writes only its own schema', () => {
  const write =
    /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate)\s+([a-z_]+)\.[a-z_]+/g
  const builder = /\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'([a-z_]+)\./g
  const trespasses = production.flatMap(({ path, text }) => {
    const code = withoutComments(text)
    const owner = moduleOf(path)
    return [...code.matchAll(write), ...code.matchAll(builder)]
      .filter(([, schema = '']) =>
        owner === undefined ? !KERNEL_SCHEMAS.includes(schema) : schema !== owner,
      )
      .map(([statement]) => `${path}: "${statement}" belongs to another module; call its function`)
  })
  assert.deepEqual(trespasses, [])
})

test('nobody walks around the front door of a module', () => {
  const trespasses = production.flatMap(({ path, text }) => {
    if (path === 'src/api.ts') return []
    return [...text.matchAll(/from '(\.[^']+)'/g)]
      .map(([, spec = '']) => normalize(join(dirname(path), spec)))
      .filter((target) => moduleOf(target) !== moduleOf(path) && moduleOf(target) !== undefined)
      .map((target) => `${path}: imports ${target}; use #modules/<name>`)
  })
  assert.deepEqual(trespasses, [])
})

test('the kernel knows no module, and modules import downwards only', () => {
  const tierOf = new Map(
    TIERS.flatMap((names, tier) => names.map((name) => [name as string, tier])),
  )
  const trespasses = production.flatMap(({ path, text }) => {
    const from = moduleOf(path)
    const imported = [...text.matchAll(/from '#modules\/([^'/]+)'/g)].map(([, name = '']) => name)
    if (path.startsWith('src/kernel/')) {
      return imported.map((name) => `${path}: the kernel must not import #modules/${name}`)
    }
    if (from === undefined) return []
    const own = tierOf.get(from)
    if (own === undefined) return [`${path}: module ${from} has no tier in src/modules/tiers.ts`]
    return imported
      .filter((name) => name !== from && (tierOf.get(name) ?? Infinity) >= own)
      .map(
        (name) => `${path}: ${from} may not import ${name}; use an event, or move it a tier down`,
      )
  })
  assert.deepEqual(trespasses, [])
})

test('only kernel/config.ts reads the environment, only kernel/time.ts reads the clock', () => {
  const trespasses = production.flatMap(({ path, text }) => {
    const code = withoutComments(text)
    const found: string[] = []
    if (path !== 'src/kernel/config.ts' && path !== 'src/main.ts' && /process\.env/.test(code)) {
      found.push(`${path}: take settings from Config; only kernel/config.ts reads process.env`)
    }
    if (path !== 'src/kernel/time.ts' && /\bnew Date\(|\bDate\.now\(/.test(code)) {
      found.push(`${path}: use now(), nowMs() or instant() of #kernel/time.ts`)
    }
    return found
  })
  assert.deepEqual(trespasses, [])
})

test('the console takes types of the contracts, and nothing else of the server', () => {
  const trespasses = read('console/**/*.{ts,tsx}').flatMap(({ path, text }) =>
    path.includes('/dist/')
      ? []
      : [...text.matchAll(/^import (type )?[^'"]*['"]([^'"]*\/src\/[^'"]*)['"]/gm)]
          .filter(
            ([, type, target = '']) =>
              !type || !/src\/(api|kernel\/contract|modules\/[a-z]+\/contract)\.ts$/.test(target),
          )
          .map(([statement]) => `${path}: "${statement}"; import type from contracts only`),
  )
  assert.deepEqual(trespasses, [])
})

test('a file fits in one sitting', () => {
  const tooLong = [...production, ...read('console/**/*.{ts,tsx}')]
    // A contract is a list of routes, read by looking one up.
    .filter(({ path }) => !/dist\/|\.gen\.ts$|\/contract\.ts$|cli\/commands\.ts$/.test(path))
    .filter(({ text }) => text.split('\n').filter((line) => line.trim() !== '').length > 460)
    .map(({ path }) => `${path}: split by use case, not by kind`)
  assert.deepEqual(tooLong, [])
})

test('every module has a README, and its invariants stand in code or SQL and in a test title', () => {
  const code = [...production, ...read('migrations/**/*.sql')].map(({ text }) => text).join('\n')
  const titles = [...tests, ...read('test/**/*.ts')].map(({ text }) => text).join('\n')
  const missing = readdirSync('src/modules', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const readme = `src/modules/${name}/README.md`
      if (!existsSync(readme)) return [`${readme} is missing`]
      const ids = new Set(readFileSync(readme, 'utf8').match(/\bINV-[A-Z]*-?\d+\b/g) ?? [])
      return [...ids].flatMap((id) => [
        ...(new RegExp(`\\b${id}\\b`).test(code) ? [] : [`${readme}: ${id} is in no code or SQL`]),
        ...(new RegExp(`\\b${id}\\b`).test(titles) ? [] : [`${readme}: ${id} is in no test`]),
      ])
    })
  assert.deepEqual(missing, [])
})

test('migrations are never edited', () => {
  const known = new Map(
    readFileSync('migrations/checksums.txt', 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  const wrong = globSync('migrations/{postgres,clickhouse}/*.sql').flatMap((path) => {
    const checksum = createHash('sha256').update(readFileSync(path)).digest('hex')
    if (!known.has(path))
      return [`${path} is not in migrations/checksums.txt: npm run db:types -- --record`]
    return known.get(path) === checksum ? [] : [`${path} was edited: restore it, write a new one`]
  })
  assert.deepEqual(wrong, [])
})

test('the repository speaks of the product alone', () => {
  const home = ['/wo' + 'rk/', '/ro' + 'ot/', '../sha' + 'red', 'regis' + 'try.npmjs']
  const patterns = [
    '*.{md,json,ts,mjs}',
    '{src,test,tools,bench,console,docs,scripts,migrations}/**/*',
  ]
  const spoken = patterns
    .flatMap((pattern) => globSync(pattern, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(md|json|ts|tsx|mjs|sql|css|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/console\/dist|node_modules/.test(path))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      return home.filter((word) => text.includes(word)).map((word) => `${path} names ${word}`)
    })
  assert.deepEqual(spoken, [])
})
