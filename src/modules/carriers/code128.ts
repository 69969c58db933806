// Code 128 (ISO/IEC 15417): pairs of digits in set C, everything else in set B. Widths of bars and spaces, bar first.

/** Value → widths of bar, space, bar, space, bar, space. 103–105 begin, 106 ends (and has one bar more). */
const PATTERNS =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'.split(
    ' ',
  )

const [TO_C, TO_B, START_B, START_C, STOP] = [99, 100, 104, 105, 106]

/** Symbol values of a text of printable ASCII: start, content, check, stop. */
export function code128Values(text: string): number[] {
  if (!/^[ -~]+$/.test(text))
    throw new RangeError(`not for a Code 128 label: ${JSON.stringify(text)}`)
  const values: number[] = []
  let isC = false
  for (let at = 0; at < text.length;) {
    const run = /^\d*/.exec(text.slice(at))![0].length
    // Fewer than four digits are not worth the change of sets; an odd run begins in B.
    const takesPairs = isC ? run >= 2 : run >= 4 && run % 2 === 0
    if (takesPairs) {
      if (values.length === 0) values.push(START_C)
      else if (!isC) values.push(TO_C)
      isC = true
      values.push(Number(text.slice(at, at + 2)))
      at += 2
      continue
    }
    if (values.length === 0) values.push(START_B)
    else if (isC) values.push(TO_B)
    isC = false
    values.push(text.charCodeAt(at) - 32)
    at += 1
  }
  const check = values.reduce((sum, value, n) => sum + value * Math.max(n, 1), 0) % 103
  return [...values, check, STOP]
}

/** Widths in modules, beginning with a bar. */
export function code128(text: string): number[] {
  return code128Values(text).flatMap((value) => [...PATTERNS[value]!].map(Number))
}
