// Nobody should have to read the code to read the audit log or the list of jobs.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { actionNames, subjectNames, workNames } from '../../console/features/system/names.ts'
import { crons, eventHandlers, jobHandlers } from '../../src/wiring.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Every quoted value after `key:` on one line, both arms of a choice included. */
function literals(key: string): string[] {
  const found = new Set<string>()
  for (const file of globSync('src/**/*.ts', { cwd: ROOT })) {
    if (file.endsWith('.test.ts')) continue
    for (const [, rest = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(
      new RegExp(`\\b${key}:([^\\n]*)`, 'g'),
    ))
      for (const [, text = ''] of rest.matchAll(/'([a-z_]+(?:\.[a-z_]+)*)'/g)) found.add(text)
  }
  return [...found]
}

/** Values of tables called AUDITED: which of several actions it was is looked up there. */
function tabled(): string[] {
  return sources().flatMap((text) =>
    [...text.matchAll(/\bconst AUDITED\b[^=]*= \{([^}]*)\}/g)].flatMap(([, table = '']) =>
      [...table.matchAll(/: '([^']+)'/g)].map(([, id = '']) => id),
    ),
  )
}

/** What every call of recordAudit gives as its action, as it is written. */
const givenActions = () =>
  sources().flatMap((text) =>
    [...text.matchAll(/\brecordAudit\([^;]*?\baction(:[^\n]*|,)/g)].map(([, given = '']) =>
      given.replace(/,$/, '').trim(),
    ),
  )

const sources = () =>
  globSync('src/**/*.ts', { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))

describe('names of the machinery', () => {
  const unnamed = (ids: readonly string[], names: object) => ids.filter((id) => !(id in names))

  test('every action and subject of the audit log has words in both languages', () => {
    const actions = [...literals('action').filter((id) => id.includes('.')), ...tabled()]
    assert(actions.length > 50, 'the search finds them')
    assert.deepEqual(unnamed(actions, actionNames), [])
    assert.deepEqual(unnamed(literals('subjectType'), subjectNames), [])
  })

  test('an action of the audit log is written out where this law can read it, never put together', () => {
    // A literal, a choice of literals, a look-up in a table called AUDITED, or handed on from an `action:` elsewhere.
    const readable =
      /^$|^: ('[a-z_.]+'|AUDITED\[|[\w.!]*\baction$)|^: [^`]* \? '[a-z_.]+' : '[a-z_.]+'$/
    const given = givenActions()
    assert(given.length > 80, 'the search finds them')
    assert.deepEqual(
      given.filter((action) => !readable.test(action)),
      [],
      'write the action out, or take it from a table called AUDITED',
    )
  })

  test('every job and event handler has words in both languages', () => {
    const work = [
      ...eventHandlers.map(({ name }) => name),
      ...Object.keys(jobHandlers),
      ...crons.map(({ job }) => job),
    ]
    assert.deepEqual(unnamed(work, workNames), [])
  })
})
