import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { code128, code128Values } from './code128.ts'
import { barsOf, labelsPdf, labelsZpl, sheetOf } from './label.ts'
import { checkDigit, ownNumber } from './own-port.ts'
import { wrap, widthOf } from './pdf.ts'
import { EVENTS, nextStatus, type Status, STATUSES, step } from './waybill.ts'

describe('life of a waybill', () => {
  test('every status × event: what is allowed is this and nothing else, refusals name both and say what to do', () => {
    const allowed = new Map([
      ['NONE ask_number', 'PRECREATED'],
      ['NONE ask_cancel', 'CANCELLED'],
      ['PRECREATED ask_number', 'PRECREATED'],
      ['PRECREATED number_given', 'CREATED'],
      ['PRECREATED number_refused', 'NONE'],
      ['CREATED print_acked', 'PRINTED'],
      ['CREATED ask_cancel', 'CANCEL_REQ'],
      ['PRINTED print_acked', 'PRINTED'],
      ['PRINTED used', 'USED'],
      ['PRINTED ask_cancel', 'CANCEL_REQ'],
      ['USED ask_cancel', 'CANCEL_REQ'],
      ['CANCEL_REQ ask_cancel', 'CANCEL_REQ'],
      ['CANCEL_REQ cancel_done', 'CANCELLED'],
      ['CANCEL_REQ cancel_refused', 'CANCEL_FAILED'],
      ['CANCEL_FAILED ask_cancel', 'CANCEL_REQ'],
    ])
    for (const status of STATUSES) {
      for (const event of EVENTS) {
        const next = allowed.get(`${status} ${event}`)
        assert.equal(nextStatus(status, event), next ?? null)
        if (next !== undefined) continue
        assert.throws(
          () => step(status, event),
          (error: { code: string; text: { zh: string; en: string } }) =>
            error.code === 'carriers.not_now' &&
            error.text.zh.includes(status) &&
            error.text.en.includes(status),
        )
      }
    }
  })

  test('no walk hands over a parcel that was not printed, or that was cancelled', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
        let status: Status = 'NONE'
        let [wasPrinted, wasCancelled] = [false, false]
        for (const event of events) {
          const next: Status | null = nextStatus(status, event)
          if (next === null) continue
          if (next === 'PRINTED') wasPrinted = true
          if (next === 'CANCELLED') wasCancelled = true
          if (next === 'USED') assert(wasPrinted && !wasCancelled)
          status = next
        }
      }),
    )
  })

  test('own numbers differ, and their check digit catches every wrong digit and nearly every swap', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 9_999_999_999n }),
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        (count, place, by) => {
          const number = ownNumber('MR', count)
          assert.match(number, /^MR\d{11}$/)
          const digits = number.slice(2, -1)
          const wrong = [...digits]
            .map((digit, n) => (n === place ? String((Number(digit) + by) % 10) : digit))
            .join('')
          assert.notEqual(checkDigit(wrong), checkDigit(digits))
        },
      ),
    )
  })
})

/** Reads bars as a scanner does: six widths a symbol, looked up in what the encoder says of single symbols. */
function scan(widths: readonly number[]): number[] {
  const known = new Map<string, number>()
  for (let value = 0; value < 95; value++) {
    const text = String.fromCharCode(value + 32)
    known.set(code128(`x${text}x`).slice(12, 18).join(''), value)
  }
  for (let value = 0; value < 100; value++) {
    known.set(
      code128(`${String(value).padStart(2, '0')}00`)
        .slice(6, 12)
        .join(''),
      value,
    )
  }
  const symbols = widths.slice(0, -7)
  return Array.from({ length: symbols.length / 6 }, (_, n) => {
    const pattern = symbols.slice(n * 6, n * 6 + 6).join('')
    return (
      known.get(pattern) ??
      { 113141: 99, 114131: 100, 211214: 104, 211232: 105 }[Number(pattern)] ??
      -1
    )
  })
}

describe('labels', () => {
  const label = {
    carrier: '自有车队',
    service: '城配',
    waybillNo: 'MR00000000017',
    routing: { mark: '020-广州', sorting: '020 11 07', hub: '广州集包' },
    receiver: {
      name: '王小明',
      phone: '13800001111',
      division: '广东省 广州市 天河区',
      address: '体育西路 1 号 (正佳) 3^2 室',
    },
    sender: '总仓',
    contents: '保温杯 ×2;杯刷 ×1',
    grams: 1200,
    orderRef: 'SO-1',
    seq: 1,
    parcels: 2,
    print: 2,
  }

  test('Code 128: a published check symbol, bars that add up, and every text read back as it was', () => {
    // "Wikipedia" in set B has check symbol 88 in the published example.
    assert.deepEqual(code128Values('Wikipedia').slice(-2), [88, 106])
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,24}$/), (text) => {
        const widths = code128(text)
        assert.equal(widths.reduce((sum, width) => sum + width, 0) % 11, 2)
        const values = scan(widths)
        const check =
          values.slice(0, -1).reduce((sum, value, n) => sum + value * Math.max(n, 1), 0) % 103
        // A check above 99 stands for no pair of digits in the table of the scanner.
        if (check < 95) assert.equal(values.at(-1), check)
        let [isC, read] = [values[0] === 105, '']
        for (const value of values.slice(1, -1)) {
          if (value === 99 && !isC) isC = true
          else if (value === 100 && isC) isC = false
          else read += isC ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
        }
        assert.equal(read, text)
      }),
    )
  })

  test('bars stand within the label with quiet beside them, and nothing runs over its edge', () => {
    for (const waybillNo of ['1', 'SF1234567890123', 'MR00000000017', 'JDVA00123456789012345678']) {
      const bars = barsOf(waybillNo)
      const module = bars[0]!.kind === 'box' ? bars[0]!.width / code128(waybillNo)[0]! : 0
      assert(module >= 0.25, `${waybillNo}: modules of ${module} mm`)
      const [first, last] = [bars[0]!, bars.at(-1)!]
      assert(
        first.x >= 10 * module &&
          last.x + (last.kind === 'box' ? last.width : 0) <= 100 - 10 * module,
      )
    }
    const long = {
      ...label,
      receiver: { ...label.receiver, address: '很长的地址'.repeat(60) },
      contents: '商品'.repeat(200),
    }
    for (const mark of sheetOf(long).marks) {
      assert(mark.x >= 0 && mark.y >= 0)
      if (mark.kind === 'text')
        assert(
          mark.x + widthOf(mark.text, mark.size) <= 100 && mark.y + mark.size <= 150,
          mark.text,
        )
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 4 }), (said, most) => {
        const lines = wrap(said, 4, 90, most)
        assert(lines.length <= most && lines.every((line) => widthOf(line, 4) <= 94))
      }),
    )
  })

  test('the PDF is one page of 100 × 150 mm a label, its table of objects is right, and Chinese stands in it as UTF-16', () => {
    const pdf = labelsPdf([label, { ...label, seq: 2 }]).toString('latin1')
    assert.equal(pdf.match(/\/Type \/Page\b[^s]/g)!.length, 2)
    assert.match(pdf, /\/MediaBox \[0 0 283\.46 425\.20\]/)
    const start = Number(/startxref\n(\d+)/.exec(pdf)![1])
    const rows = pdf.slice(start).match(/\d{10} 00000 n/g)!
    for (const [n, row] of rows.entries()) {
      assert(pdf.slice(Number(row.slice(0, 10))).startsWith(`${n + 1} 0 obj`))
    }
    for (const [, length, body] of pdf.matchAll(
      /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g,
    )) {
      assert.equal(body!.length, Number(length))
    }
    assert(pdf.includes(Buffer.from('王小明', 'utf16le').swap16().toString('hex').toUpperCase()))
    assert(pdf.includes('(13800001111)') || pdf.includes(' 13800001111)'))
    assert(pdf.includes('\\(') && pdf.includes('\\)'))
  })

  test('ZPL carries the number for the printer to draw, and what people typed cannot command the printer', () => {
    const zpl = labelsZpl([label])
    assert.match(zpl, /\^XA\^CI28/)
    assert.match(zpl, /\^BCN,176,N,N,N,A\^FH_\^FDMR00000000017\^FS/)
    assert(zpl.includes('3_5E2'))
    assert.match(zpl, /\^PW800\^LL1200/)
    assert.match(zpl, /第 2 次打印/)
  })
})
