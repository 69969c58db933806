// What is due next: a binary heap in a plain array, so that it is part of the snapshot as it stands.
import type { Due } from './world.ts'

const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.seq < b.seq)

export function enqueue(heap: Due[], due: Due): void {
  heap.push(due)
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(heap[at]!, heap[parent]!)) return
    swap(heap, at, parent)
    at = parent
  }
}

export function dequeue(heap: Due[]): Due | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  heap[0] = last
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    const right = left + 1
    let least = at
    if (left < heap.length && before(heap[left]!, heap[least]!)) least = left
    if (right < heap.length && before(heap[right]!, heap[least]!)) least = right
    if (least === at) return first
    swap(heap, at, least)
    at = least
  }
}

function swap(heap: Due[], a: number, b: number): void {
  const kept = heap[a]!
  heap[a] = heap[b]!
  heap[b] = kept
}
