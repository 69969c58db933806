// GTIN-8, 12, 13 and 14 carry a check digit (GS1 General Specifications §7.9): weights 3 and 1 from the
// right. Other texts are internal codes and are taken as they are.

/** The digit that should stand at the end, or null when the text is not shaped like a GTIN. */
export function expectedCheckDigit(barcode: string): string | null {
  if (!/^(\d{8}|\d{12,14})$/.test(barcode)) return null
  const digits = [...barcode].map(Number)
  const body = digits.slice(0, -1).toReversed()
  const sum = body.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}

export function hasWrongCheckDigit(barcode: string): boolean {
  const expected = expectedCheckDigit(barcode)
  return expected !== null && !barcode.endsWith(expected)
}
