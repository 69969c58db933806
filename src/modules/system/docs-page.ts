// The API reference as one plain page made from the OpenAPI document: no script, nothing from elsewhere,
// so it also works behind a strict content policy and prints well.

type Json = Record<string, unknown>

const escape = (text: unknown) =>
  String(text ?? '').replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  )

export function docsPage(document: Json): string {
  const operations = Object.entries(
    document['paths'] as Record<string, Record<string, Json>>,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const byTag = Map.groupBy(operations, ({ operation }) =>
    String((operation['tags'] as string[])[0]),
  )
  const sections = [...byTag].map(
    ([tag, list]) =>
      `<h2 id="${escape(tag)}">${escape(tag)}</h2>${list.map(operationHtml).join('')}`,
  )
  const info = document['info'] as { title: string; version: string; description: string }
  return `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>${escape(info.title)} API</title><style>
body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:960px;margin:24px auto;padding:0 16px;color:#1f2a2e}
h1{font-size:22px}h2{font-size:18px;margin-top:32px;border-bottom:2px solid #0b5f63}nav a{margin-right:12px;color:#0b5f63}
details{border:1px solid #d9e0e1;border-radius:4px;margin:6px 0;padding:4px 10px}summary{cursor:pointer}
code{font-family:ui-monospace,monospace;font-size:13px}b{display:inline-block;width:60px;color:#0b5f63}
pre{background:#f5f7f7;padding:8px;overflow:auto;font-size:12px}small{color:#5b6b70}</style></head><body>
<h1>${escape(info.title)} API ${escape(info.version)}</h1><p>${escape(info.description)}</p>
<p><a href="/api/openapi.json">openapi.json</a></p><nav>${[...byTag.keys()].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join('')}</nav>
${sections.join('')}</body></html>`
}

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string
  method: string
  operation: Json
}): string {
  const parameters = (operation['parameters'] as Json[]).map(
    (p) =>
      `<li><code>${escape(p['name'])}</code> <small>${escape(p['in'])}${p['required'] ? ' *' : ''}</small></li>`,
  )
  const body = operation['requestBody'] as
    | { content: Record<string, { schema: unknown }> }
    | undefined
  const ok = (
    operation['responses'] as Record<string, { content?: Record<string, { schema: unknown }> }>
  )['200']
  const json = (title: string, content: Record<string, { schema: unknown }> | undefined) =>
    content
      ? `<p>${title}</p><pre>${escape(JSON.stringify(Object.values(content)[0]?.schema, null, 1))}</pre>`
      : ''
  return `<details><summary><b>${method.toUpperCase()}</b> <code>${escape(path)}</code> ${escape(operation['summary'])}
<small>${escape(operation['x-permission'])}</small></summary>${parameters.length > 0 ? `<ul>${parameters.join('')}</ul>` : ''}
${json('请求体 · Body', body?.content)}${json('应答 · Answer', ok?.content)}</details>`
}
