import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from './fuzz.ts'

// The whole 20,000: CONTRIBUTING.md.
test('1,000 broken files: no crash, no hang, no lost row, every refusal typed', async () => {
  const { files, outcomes, findings } = await fuzz(1, 1000)
  assert.deepEqual(findings, [])
  assert.equal(files, 1000)
  const of = (kind: string, accepted: boolean) =>
    Object.entries(outcomes)
      .filter(([key]) => key.startsWith(`${kind} `) && key.endsWith('accepted') === accepted)
      .reduce((sum, [, times]) => sum + times, 0)
  // Both ways are walked for every kind; a fuzzer whose files are all refused at the door tests the door.
  for (const kind of ['text', 'sheet', 'book', 'zip', 'gzip', 'old', 'page']) {
    assert.ok(of(kind, true) > 0, `${kind}: none accepted`)
    assert.ok(of(kind, false) > 0, `${kind}: none refused`)
  }
})
