// A manifest on paper: what the driver takes, how many, and where to sign. Those left out are not on it.
import type { oneManifest } from './manifests.ts'

const safe = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function manifestSheet(manifest: Awaited<ReturnType<typeof oneManifest>>): string {
  const going = manifest.rows.filter(({ leftOut }) => leftOut === null)
  const rows = going.map(
    ({ waybillNo, orderRef, grams, scannedAt }, at) =>
      `<tr><td>${at + 1}</td><td>${safe(waybillNo)}</td><td>${safe(orderRef)}</td><td>${grams}</td><td>${scannedAt === null ? '□' : '✓'}</td></tr>`,
  )
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${safe(manifest.no)}</title>
<style>body{font:13px sans-serif;margin:24px}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:3px 6px;text-align:left}p{margin:10px 0}</style>
<h1>交接单 Manifest ${safe(manifest.no)}</h1>
<p>${safe(manifest.carrier)} · ${safe(manifest.siteCode)} · 件数 Parcels ${going.length} · 已扫 Scanned ${manifest.scanned}</p>
<table><thead><tr><th>#</th><th>运单号 Waybill</th><th>订单 Order</th><th>克 g</th><th>扫 Scan</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<p>司机签字 Driver: ${safe(manifest.driver) || '________________'}　　交件人 Handed over by: ${safe(manifest.openedBy)}　　时间 Time: ________________</p></html>`
}
