// As much XML as workbooks need.

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function decodeXml(text: string): string {
  let plain = text
  if (plain.includes('<![CDATA[')) {
    return plain
      .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
      .map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : decodeXml(part)))
      .join('')
  }
  if (plain.includes('&')) {
    plain = plain.replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
      (whole, hex, decimal, name) => {
        if (name !== undefined) return NAMED[name as string] ?? (whole as string)
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16)
        return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code)
      },
    )
  }
  return plain
}

/** Excel's own escape for characters XML cannot hold: `_x000D_`. */
export function decodeCellText(text: string): string {
  const plain = decodeXml(text)
  if (!plain.includes('_x')) return plain
  return plain
    .replace(/_x([0-9a-f]{4})_/gi, (_whole, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/\r\n?/g, '\n')
}

export interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** All opening tags of a small document, without their prefixes. */
export function* tagsOf(xml: string): Generator<Tag> {
  for (const [, name = '', inner = ''] of xml.matchAll(
    /<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g,
  )) {
    const attributes: Record<string, string> = {}
    for (const [, key = '', double, single] of inner.matchAll(
      /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    )) {
      attributes[key.replace(/^.*:/, '')] = decodeXml(double ?? single ?? '')
    }
    yield { name: name.replace(/^.*:/, ''), attributes }
  }
}
