import { mkdtempSync, readFileSync, openAsBlob, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram } from '#test/program.ts'
import { signUp } from './bench/sign-up.ts'
const N = Number(process.argv[2] ?? 200000)
const dir = mkdtempSync('/tmp/mem-')
const program = await startProgram({ dataDir: dir + '/data' })
let text = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n'
let no = 1000000, left = 1
const parts = [text]
for (let n = 0; n < N; n++) { if (--left === 0) { no++; left = 1 + (no % 4) } const sku = (n*7919)%2000; parts.push(`${no},SKU${sku},GOODS NUMBER ${sku} OF THE WORKS,${1+n%5},2026-10-${String(1+no%28).padStart(2,'0')} 10:00:00,${1+sku%90}.${10+sku%90},${10000+no%90000},United Kingdom\n`) }
writeFileSync(dir + '/l.csv', parts.join(''))
const call = await signUp(program)
await call('POST', '/api/shops', { code: 'BENCH', name: 'Bench', currency: 'GBP', timeZone: 'Europe/London' })
const rss = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))![1]) / 1024)
console.log('idle', rss())
const form = new FormData(); form.append('file', await openAsBlob(dir + '/l.csv'), 'l.csv')
const { id } = await call<{ id: string }>('POST', '/api/intake/files?kind=orders&shop=BENCH&dryRun=false', form)
console.log('uploaded', rss())
let max = 0, t0 = performance.now()
for (;;) { const run = await call<any>('GET', `/api/intake/runs/${id}`); const r = rss(); if (r > max) max = r; if (run.status === 'done') break; await sleep(100) }
console.log('done', rss(), 'max during', max, ((performance.now() - t0) / 1000).toFixed(1))
let max2 = 0
for (let i = 0; i < 150; i++) { const r = rss(); if (r > max2) max2 = r; await sleep(200); if (i % 25 === 0) { const s = await call<any>('GET', '/api/system/outbox').catch(() => null); console.log('after', r, s ? JSON.stringify((s.handlers ?? s.items ?? s).map?.((h: any) => [h.handler, h.waiting])) : '') } }
console.log('max after', max2)
await program.stop()
process.exit(0)
