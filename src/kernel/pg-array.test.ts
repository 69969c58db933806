// What goes in as an array comes out of PostgreSQL as it was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { testDatabase } from '#test/postgres.ts'
import { pgArray } from './pg-array.ts'

test('texts, nulls, amounts and instants survive the way through an array', async () => {
  await using database = await testDatabase()
  // PostgreSQL's text knows no NUL, and files with one are refused before.
  const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', '').toWellFormed())
  const nasty = [
    '',
    'NULL',
    'null',
    '{}',
    '"',
    '\\',
    '\\"',
    ',',
    ' a ',
    '\n',
    '张三',
    '💧',
    "'; drop table x",
  ]
  const texts = [...nasty, ...fc.sample(text, 300), null]
  const { rows } = await sql<{ back: (string | null)[] }>`
    select array_agg(t order by n) as back from unnest(${pgArray(texts)}::text[]) with ordinality as u (t, n)`.execute(
    database.db,
  )
  assert.deepEqual(rows[0]!.back, texts)
  const minors = [0n, -1n, 9_223_372_036_854_775_807n, null]
  const at = [new Date('2026-11-25T01:02:03.004Z'), null]
  const other = await sql<{ minors: string; at: Date; flag: boolean }>`
    select (${pgArray(minors)}::bigint[])::text as minors, (${pgArray(at)}::timestamptz[])[1] as at,
      (${pgArray([false, true])}::boolean[])[2] as flag`.execute(database.db)
  assert.deepEqual(other.rows, [
    { minors: '{0,-1,9223372036854775807,NULL}', at: at[0], flag: true },
  ])
  assert.throws(() => pgArray([{}]), TypeError)
})
