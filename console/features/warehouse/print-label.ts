// A label is a file, not JSON: fetched by hand and handed to the browser, whose printer takes it from there.
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'

export async function printLabel(parcelId: string, waybill: string, reason: string): Promise<void> {
  const body = { format: 'pdf' as const, reason }
  const answer = await fetch(api.carriers.print.url({ params: { id: parcelId }, body }), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok)
    throw ApiProblem.from(answer.status, await answer.text(), answer.headers.get('x-request-id'))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = `${waybill}.pdf`
  link.click()
  URL.revokeObjectURL(link.href)
}
