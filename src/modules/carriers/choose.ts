// Who carries a parcel: what cannot be is put aside with its reason, what is left is ranked by what it will cost in the end, and what a rule or a
// contract says comes last. Pure: the same parcel and the same house always choose the same, and every loser says why it lost.
import type { Bilingual } from '#kernel/errors.ts'
import { divideHalfUp } from '#kernel/money.ts'
import { type Load, type Quote, quote, type Tariff } from './quote.ts'

export interface Candidate {
  readonly serviceId: string
  readonly carrierId: string
  readonly carrierCode: string
  readonly name: string
  readonly isActive: boolean
  /** Why its carrier takes nothing; null when it does. */
  readonly downReason: string | null
  readonly divisor: number | null
  readonly maxGrams: number
  readonly maxSideMm: number
  readonly forbids: readonly string[]
  readonly latePpm: bigint
  readonly claimPpm: bigint
  /** The price list of the day at the site; null when there is none. */
  readonly tariff: Tariff | null
  /** Numbers left at the branch: null when they are not counted. `hasAccount` false: no branch serves the site. */
  readonly hasAccount: boolean
  readonly numbersLeft: bigint | null
  /** Of the contract, and what went by it this month. */
  readonly sharePpm: bigint | null
  readonly carried: bigint
}

export interface Wish extends Load {
  readonly goods: readonly string[]
  readonly declaredMinor: bigint
  /** What being late costs (penalty, money at risk). */
  readonly lateMinor: bigint
  /** Days there are until it must be there; null: nobody promised. */
  readonly daysLeft: number | null
  /** Codes of carriers the platform allows; empty: it does not care. */
  readonly mandated: readonly string[]
}

/** What rules said, with the name of the rule: `use` binds, `avoid` forbids. */
export interface Ruling {
  readonly kind: 'use' | 'avoid'
  readonly serviceId: string
  readonly rule: string
}

export interface Judged {
  readonly serviceId: string
  readonly name: string
  readonly quote: Quote | null
  /** Freight, and what lateness and claims cost on average. */
  readonly expectedMinor: bigint | null
  readonly isLate: boolean
  /** Why it cannot be; empty when it can. */
  readonly blocked: readonly Reason[]
  /** Why it was not taken though it could be; null for the one that was. */
  readonly lost: Reason | null
}

export interface Reason extends Bilingual {
  readonly code: string
}

export interface Choice {
  readonly serviceId: string | null
  readonly because: Reason
  /** The chosen one first, then those that could, then those that could not. */
  readonly judged: readonly Judged[]
}

const MILLION = 1_000_000n

export function choose(
  candidates: readonly Candidate[],
  wish: Wish,
  rulings: readonly Ruling[],
): Choice {
  const judged = candidates.map((candidate) => ({ candidate, ...judge(candidate, wish, rulings) }))
  const able = judged.filter(({ blocked }) => blocked.length === 0).toSorted(byCost)
  const unable = judged
    .filter(({ blocked }) => blocked.length > 0)
    .toSorted((a, b) => compare(a.candidate.name, b.candidate.name))
    .map(publish(null))
  const decided = decide(able, rulings)
  if (decided.chosen === null) {
    return {
      serviceId: null,
      because: decided.because,
      judged: [...able.map(publish(decided.because)), ...unable],
    }
  }
  const { chosen, because } = decided
  const rest = able.filter((one) => one !== chosen)
  return {
    serviceId: chosen.candidate.serviceId,
    because,
    judged: [
      publish(null)(chosen),
      ...rest.map((one) => publish(whyLost(one, chosen, because))(one)),
      ...unable,
    ],
  }
}

type Weighed = Omit<Judged, 'lost'> & { readonly candidate: Candidate }

const publish =
  (lost: Reason | null) =>
  ({ serviceId, name, quote: priced, expectedMinor, isLate, blocked }: Weighed): Judged => ({
    serviceId,
    name,
    quote: priced,
    expectedMinor,
    isLate,
    blocked,
    lost,
  })

function judge(
  candidate: Candidate,
  wish: Wish,
  rulings: readonly Ruling[],
): Omit<Weighed, 'candidate'> {
  const { serviceId, name, tariff } = candidate
  const priced = tariff === null ? null : quote(tariff, candidate.divisor, wish)
  const isLate = priced !== null && wish.daysLeft !== null && priced.days > wish.daysLeft
  return {
    serviceId,
    name,
    quote: priced,
    isLate,
    expectedMinor: priced === null ? null : expected(candidate, wish, priced, isLate),
    blocked: [
      ...obstacles(candidate, wish, priced),
      ...rulings
        .filter((ruling) => ruling.kind === 'avoid' && ruling.serviceId === serviceId)
        .map(({ rule }) => ({
          code: 'rule_avoids',
          zh: `规则「${rule}」不用它`,
          en: `rule “${rule}” avoids it`,
        })),
    ],
  }
}

/** A parcel that will be late is late for certain, whatever the average says. */
function expected(
  { latePpm, claimPpm }: Candidate,
  wish: Wish,
  priced: Quote,
  isLate: boolean,
): bigint {
  const late = isLate ? wish.lateMinor : divideHalfUp(wish.lateMinor * latePpm, MILLION)
  return priced.totalMinor + late + divideHalfUp(wish.declaredMinor * claimPpm, MILLION)
}

function obstacles(candidate: Candidate, wish: Wish, priced: Quote | null): Reason[] {
  const found: (Reason | false)[] = [
    !candidate.isActive && { code: 'inactive', zh: '已停用', en: 'switched off' },
    candidate.downReason !== null && {
      code: 'down',
      zh: `承运商停运:${candidate.downReason}`,
      en: `the carrier is down: ${candidate.downReason}`,
    },
    wish.mandated.length > 0 &&
      !wish.mandated.includes(candidate.carrierCode) && {
        code: 'not_mandated',
        zh: `平台指定 ${wish.mandated.join('、')}`,
        en: `the platform allows ${wish.mandated.join(', ')} only`,
      },
    !candidate.hasAccount && {
      code: 'no_account',
      zh: '没有服务这个仓库的网点账号',
      en: 'no branch account serves this site',
    },
    candidate.numbersLeft !== null &&
      candidate.numbersLeft <= 0n && {
        code: 'no_numbers',
        zh: '单号余额用完,请充值',
        en: 'the branch has no waybill numbers left; top up',
      },
    candidate.tariff === null && {
      code: 'no_tariff',
      zh: `${wish.on} 没有可用的运费模板`,
      en: `no price list is valid on ${wish.on}`,
    },
    candidate.tariff !== null &&
      priced === null && { code: 'not_covered', zh: '不到这个地区', en: 'does not go there' },
    ...limits(candidate, wish),
  ]
  return found.filter((one) => one !== false)
}

function limits({ maxGrams, maxSideMm, forbids }: Candidate, wish: Wish): (Reason | false)[] {
  const longest = wish.sidesMm === null ? 0 : Math.max(...wish.sidesMm)
  const forbidden = wish.goods.filter((one) => forbids.includes(one))
  return [
    wish.grams > maxGrams && {
      code: 'too_heavy',
      zh: `超重:${wish.grams} 克,最多 ${maxGrams} 克`,
      en: `too heavy: ${wish.grams} g, at most ${maxGrams} g`,
    },
    longest > maxSideMm && {
      code: 'too_long',
      zh: `超长:${longest} 毫米,最多 ${maxSideMm} 毫米`,
      en: `too long: ${longest} mm, at most ${maxSideMm} mm`,
    },
    forbidden.length > 0 && {
      code: 'forbidden_goods',
      zh: `不收:${forbidden.join('、')}`,
      en: `does not take: ${forbidden.join(', ')}`,
    },
  ]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function byCost(a: Weighed, b: Weighed): number {
  const [left, right] = [a.expectedMinor ?? 0n, b.expectedMinor ?? 0n]
  if (left !== right) return left < right ? -1 : 1
  // Equal money: the quicker, then by a name that never changes.
  return (a.quote?.days ?? 0) - (b.quote?.days ?? 0) || compare(a.serviceId, b.serviceId)
}

type Decided =
  | { readonly chosen: Weighed; readonly because: Reason }
  | { readonly chosen: null; readonly because: Reason }

function decide(able: readonly Weighed[], rulings: readonly Ruling[]): Decided {
  const use = rulings.find(({ kind }) => kind === 'use')
  if (use) {
    const bound = able.find(({ serviceId }) => serviceId === use.serviceId)
    // A rule that cannot be kept is for a person: another carrier is not what it asked for.
    return bound
      ? {
          chosen: bound,
          because: {
            code: 'rule',
            zh: `规则「${use.rule}」指定`,
            en: `rule “${use.rule}” asks for it`,
          },
        }
      : {
          chosen: null,
          because: {
            code: 'rule_impossible',
            zh: `规则「${use.rule}」指定的快递用不了`,
            en: `rule “${use.rule}” asks for a carrier that cannot take it`,
          },
        }
  }
  const [cheapest] = able
  if (!cheapest) {
    return {
      chosen: null,
      because: { code: 'none', zh: '没有快递能送', en: 'no carrier can take it' },
    }
  }
  const behind = furthestBehind(able)
  if (behind && behind !== cheapest) {
    return {
      chosen: behind,
      because: {
        code: 'quota',
        zh: `合同配额 ${percent(behind.candidate.sharePpm!)},本月已发 ${behind.candidate.carried} 件,落后最多`,
        en: `contract share ${percent(behind.candidate.sharePpm!)}; ${behind.candidate.carried} this month, the furthest behind`,
      },
    }
  }
  return {
    chosen: cheapest,
    because: { code: 'cheapest', zh: '预期成本最低', en: 'the lowest expected cost' },
  }
}

const percent = (ppm: bigint) => `${ppm / 10_000n}%`

/** Of those with a share, the one most below it once this parcel is counted; none when fewer than two can. */
function furthestBehind(able: readonly Weighed[]): Weighed | null {
  const shared = able.filter(({ candidate }) => candidate.sharePpm !== null)
  if (shared.length < 2) return null
  const shares = shared.reduce((sum, { candidate }) => sum + candidate.sharePpm!, 0n)
  const total = shared.reduce((sum, { candidate }) => sum + candidate.carried, 1n)
  // share × total − carried × shares: what is owed, without a division.
  const owed = ({ candidate }: Weighed) => candidate.sharePpm! * total - candidate.carried * shares
  return shared.reduce((most, one) => (owed(one) > owed(most) ? one : most))
}

function whyLost(one: Weighed, chosen: Weighed, because: Reason): Reason {
  const more = (one.expectedMinor ?? 0n) - (chosen.expectedMinor ?? 0n)
  if (because.code !== 'cheapest') {
    return {
      code: because.code,
      zh: `让给「${chosen.name}」:${because.zh}`,
      en: `gave way to “${chosen.name}”: ${because.en}`,
    }
  }
  if (more === 0n) {
    return {
      code: 'same_cost',
      zh: `同价,「${chosen.name}」更快或排在前`,
      en: `same cost; “${chosen.name}” is quicker or comes first`,
    }
  }
  return { code: 'dearer', zh: `预期多 ${yuan(more)} 元`, en: `expected ¥${yuan(more)} more` }
}

const yuan = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
