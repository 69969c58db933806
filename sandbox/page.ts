// The web page: be the buyer. Place an order, look at it, ask for the money back; in Chinese and English.
import { LAYOUT_NAMES } from './export.ts'
import { clock, totalYuan, yuan } from './figures.ts'
import type { Order, Shop, World } from './world.ts'

type Lang = 'zh' | 'en'

const WORDS = {
  title: { zh: '沙箱平台', en: 'Sandbox platform' },
  lead: {
    zh: '一个会出错的练习平台:这里的买家、店铺和钱都是假的。',
    en: 'A platform to rehearse on, faults included. Its buyers, shops and money are not real.',
  },
  now: { zh: '平台时间', en: 'Platform time' },
  buy: { zh: '下单并付款', en: 'Order and pay' },
  qty: { zh: '数量', en: 'Quantity' },
  note: { zh: '留言', en: 'Note' },
  keys: { zh: '接入信息', en: 'To connect' },
  stock: { zh: '库存', en: 'Stock' },
  orders: { zh: '最近订单', en: 'Newest orders' },
  state: { zh: '状态', en: 'State' },
  paid: { zh: '金额(元)', en: 'Amount (CNY)' },
  refund: { zh: '申请退款', en: 'Ask for the money back' },
  export: { zh: '导出订单', en: 'Export orders' },
  reviews: { zh: '导出评价', en: 'Export reviews' },
  address: { zh: '改地址', en: 'Change the address' },
  stars: { zh: '评价(1–5 星)', en: 'Review (1 to 5 stars)' },
  presale: { zh: '预售:定金', en: 'Presale: deposit' },
  tail: { zh: '付尾款', en: 'Pay the tail' },
  none: { zh: '还没有订单', en: 'No orders yet' },
  truth: { zh: '平台自己的账', en: "The platform's own account" },
  back: { zh: '返回', en: 'Back' },
  other: { zh: 'English', en: '中文' },
} as const

const STATES: Readonly<Record<Order['state'], Record<Lang, string>>> = {
  unpaid: { zh: '待付款', en: 'to be paid' },
  deposit_paid: { zh: '定金已付,待付尾款', en: 'deposit paid, tail open' },
  held: { zh: '风控审核中', en: 'held' },
  to_ship: { zh: '待发货', en: 'to be shipped' },
  part_shipped: { zh: '部分发货', en: 'partly shipped' },
  shipped: { zh: '已发货', en: 'shipped' },
  completed: { zh: '已完成', en: 'completed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  refunded: { zh: '已退款关闭', en: 'refunded and closed' },
}

const AFTERSALES: Readonly<Record<string, Record<Lang, string>>> = {
  requested: { zh: '已申请退款', en: 'asked for' },
  awaiting_return: { zh: '待寄回', en: 'to be sent back' },
  returning: { zh: '寄回途中', en: 'on its way back' },
  refunded: { zh: '已退款', en: 'refunded' },
  exchanged: { zh: '已换货', en: 'exchanged' },
  rejected: { zh: '商家拒绝', en: 'refused by the shop' },
  closed: { zh: '已关闭', en: 'closed' },
}

export function homePage(world: World, lang: Lang): string {
  const t = (word: keyof typeof WORDS) => WORDS[word][lang]
  const newest = Object.values(world.orders)
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, 20)
  const rows = newest.map(
    (order) => `<tr><td><a href="/orders/${order.no}?lang=${lang}">${order.no}</a></td>
      <td>${clock(order.createdAt)}</td><td>${STATES[order.state][lang]}</td><td class=n>${totalYuan(order)}</td></tr>`,
  )
  return layout(
    lang,
    '/',
    `<p>${t('lead')} ${t('now')}: <b>${clock(world.now)}</b> · <a href="/truth">${t('truth')}</a></p>
    ${world.shops.map((shop) => shopCard(shop, lang)).join('')}
    <h2>${t('orders')}</h2>
    ${rows.length === 0 ? `<p>${t('none')}</p>` : `<table><tbody>${rows.join('')}</tbody></table>`}`,
  )
}

function shopCard(shop: Shop, lang: Lang): string {
  const t = (word: keyof typeof WORDS) => WORDS[word][lang]
  const options = shop.offers.map(
    ({ skuId, title, spec, price, stock }) =>
      `<option value="${skuId}">${title} ${spec} ¥${yuan(price)} (${t('stock')} ${stock})</option>`,
  )
  return `<section><h2>${escape(shop.name)}</h2>
    <form method=post action="/buy?lang=${lang}">
      <input type=hidden name=shop value="${shop.id}"><select name=sku aria-label="SKU">${options.join('')}</select>
      <label>${t('qty')} <input name=qty type=number min=1 max=99 value=1></label>
      <label>${t('note')} <input name=note maxlength=50></label>
      <button>${t('buy')}</button>
    </form>
    <details><summary>${t('keys')}</summary><code>shop_id ${shop.id}<br>app_key ${shop.appKey}<br>secret ${shop.secret}</code></details>
    <p>${t('export')}: ${LAYOUT_NAMES.map((name) => `<a href="/export/${shop.id}.csv?as=${name}">${name}</a>`).join(' · ')}
    · <a href="/reviews/${shop.id}.csv">${t('reviews')}</a></p></section>`
}

export function orderPage(order: Order, lang: Lang): string {
  const t = (word: keyof typeof WORDS) => WORDS[word][lang]
  const lines = order.lines.map(
    (line) =>
      `<tr><td>${line.title} ${line.spec} × ${line.qty}</td><td class=n>${yuan(line.pay)}</td><td>${AFTERSALES[line.aftersale]?.[lang] ?? ''}</td></tr>`,
  )
  const mayAsk = order.paidAt !== null && order.lines.some(({ aftersale }) => aftersale === '')
  const ask = `<form method=post action="/orders/${order.no}/refund?lang=${lang}"><button>${t('refund')}</button></form>`
  return layout(
    lang,
    `/orders/${order.no}`,
    `<h2>${order.no}</h2><p>${t('state')}: <b>${STATES[order.state][lang]}</b> · ${t('paid')} ${totalYuan(order)}</p>
    <table><tbody>${lines.join('')}</tbody></table>
    <p>${escape(`${order.receiver.name} ${order.receiver.province}${order.receiver.city}${order.receiver.district}${order.receiver.address}`)}</p>
    <p>${escape(order.buyerNote)}</p><p>${escape(`${order.carrier} ${order.waybill}`)}</p>
    ${order.presale === null ? '' : `<p>${t('presale')} ${yuan(order.presale.deposit)}</p>`}
    ${mayAsk ? ask : ''}${formsOf(order, lang)}<a href="/?lang=${lang}">${t('back')}</a>`,
  )
}

/** What a buyer may still do, each a form. */
function formsOf(order: Order, lang: Lang): string {
  const t = (word: keyof typeof WORDS) => WORDS[word][lang]
  const form = (act: string, fields: string, word: keyof typeof WORDS) =>
    `<form method=post action="/orders/${order.no}/${act}?lang=${lang}">${fields}<button>${t(word)}</button></form>`
  const waits = order.state === 'to_ship' || order.state === 'held'
  return [
    waits
      ? form(
          'address',
          `<label>${t('address')} <input name=address required minlength=4 maxlength=100 value="${escape(order.receiver.address)}"></label>`,
          'address',
        )
      : '',
    order.state === 'deposit_paid' ? form('tail', '', 'tail') : '',
    order.completedAt === null
      ? ''
      : form(
          'review',
          `<label>${t('stars')} <input name=stars type=number min=1 max=5 value=5></label><input name=text maxlength=200 aria-label="${t('note')}">`,
          'stars',
        ),
  ].join('')
}

function layout(lang: Lang, path: string, body: string): string {
  const other = lang === 'zh' ? 'en' : 'zh'
  return `<!doctype html><html lang="${lang}"><meta charset=utf-8><meta name=viewport content="width=device-width">
  <title>${WORDS.title[lang]}</title>
  <style>body{font:15px/1.6 system-ui,sans-serif;max-width:980px;margin:24px auto;padding:0 16px;color:#1f2328}
  section{border:1px solid #d0d7de;border-radius:8px;padding:12px 16px;margin:12px 0}h2{margin:4px 0 8px;font-size:17px}
  table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #eaeef2;padding:6px 8px}.n{text-align:right}
  form{display:flex;gap:10px;flex-wrap:wrap;align-items:center;margin:8px 0}input,select,button{font:inherit;padding:4px 8px}
  button{background:#0b5fff;color:#fff;border:0;border-radius:6px;padding:6px 14px}a{color:#0b5fff}</style>
  <header style="display:flex;justify-content:space-between"><h1>${WORDS.title[lang]}</h1><a href="${path}?lang=${other}">${WORDS.other[lang]}</a></header>
  ${body}</html>`
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
