// Why it is due then: read when somebody asks, so that a list of thousands costs nothing.
import type { ReactNode } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { clocksApi } from '../../../src/modules/clocks/contract.ts'
import { useWords } from '../../ui/language.ts'
import { Facts } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money, StatusTag, When } from '../../ui/values.tsx'
import { WhyFacts } from '../../ui/Why.tsx'
import { boardWords } from './board-words.ts'

type Clock = Result<(typeof clocksApi)['ofSubject']>['items'][number]

export function ClockWhy({ id }: { readonly id: string }) {
  const w = useWords(boardWords)
  const { data } = useRead(api.clocks.ofSubject, { params: { id } })
  if (!data) return <Loading lines={3} />
  const clock = data.items.find(({ kind }) => kind === 'ship')
  return clock ? <Explained clock={clock} /> : <>{w.noClock}</>
}

function Explained({ clock }: { readonly clock: Clock }) {
  return <WhyFacts items={useClock(clock)} />
}

/** The same on the card, with room. */
export function ClockFacts({ clock }: { readonly clock: Clock }) {
  return <Facts items={useClock(clock)} />
}

function useClock(clock: Clock): readonly (readonly [string, ReactNode])[] {
  const w = useWords(boardWords)
  const open = clock.pauses.find(({ toAt }) => toAt === null)
  const penalty =
    clock.riskMinor === null ? (
      <span className="mr-quiet">
        {w.unknown} {clock.penaltyNote}
      </span>
    ) : (
      <>
        <Money minor={clock.riskMinor} />{' '}
        {clock.isPenaltyVerified ? null : <StatusTag tone="warn">{w.unverified}</StatusTag>}{' '}
        <span className="mr-quiet">{clock.penaltySource}</span>
      </>
    )
  return [
    [
      w.shipBy,
      clock.dueAt === null ? (
        w.nobodyAsks
      ) : (
        <>
          <When at={clock.dueAt} isShort /> <span className="mr-quiet">{w.whyDue}</span>
        </>
      ),
    ],
    ...clock.dues
      .filter(({ replacedAt }) => replacedAt === null)
      .map(
        (due) =>
          [
            `${w[`source_${due.source}`]} ${due.origin === 'ship_hours' || due.origin === due.source ? '' : due.origin}`.trim(),
            <When key="due" at={due.dueAt} isShort />,
          ] as const,
      ),
    ...(clock.isDisputed
      ? ([
          [
            '',
            <span key="d" className="mr-warn">
              {w.disputedOne}
            </span>,
          ],
        ] as const)
      : []),
    ...(open
      ? ([
          [
            w.pauses,
            <span key="p">
              {w.pausedSince} <When at={open.fromAt} isShort />
            </span>,
          ],
        ] as const)
      : []),
    [w.state, w[`state_${clock.state}`]],
    ...(clock.endedAt === null
      ? ([
          [
            w.forecast,
            clock.forecastAt ? (
              <span key="f" className={clock.atRiskSince ? 'mr-bad' : ''}>
                <When at={clock.forecastAt} isShort />
              </span>
            ) : (
              w.notYet
            ),
          ],
        ] as const)
      : []),
    [w.ifLate, penalty],
  ]
}
