// One chart component over echarts, loaded only where a chart is seen: this period, the compared one as a lighter twin,
// days that are not complete hatched. The picture has a table beside it on the page.
import { useEffect, useRef } from 'react'
import { useShade } from '../../ui/theme.ts'

interface ChartProps {
  readonly label: string
  readonly categories: readonly string[]
  readonly now: { readonly name: string; readonly values: readonly (number | null)[] }
  readonly before?: {
    readonly name: string
    readonly values: readonly (number | null)[]
    readonly categories: readonly string[]
  }
  /** Places in `categories` whose data is not complete, and what is missing. */
  readonly incomplete: ReadonlyMap<number, string>
  readonly unit: string
  /** How a value is written. */
  readonly write: (value: number) => string
  readonly onPick?: (index: number) => void
}

const ACCENT = '#0b6b6f'
const TWIN = '#a9c9c8'

export function BarChart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const shade = useShade()
  const { label, onPick } = props
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    let dispose = () => {}
    let isGone = false
    void Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]).then(([core, charts, components, renderers]) => {
      if (isGone) return
      core.use([
        charts.BarChart,
        components.GridComponent,
        components.TooltipComponent,
        components.LegendComponent,
        components.AriaComponent,
        renderers.CanvasRenderer,
      ])
      const chart = core.init(element, shade === 'dark' ? 'dark' : null)
      chart.setOption(optionsOf(props))
      chart.on('click', ({ dataIndex }) => onPick?.(dataIndex))
      const observer = new ResizeObserver(() => chart.resize())
      observer.observe(element)
      dispose = () => {
        observer.disconnect()
        chart.dispose()
      }
    })
    return () => {
      isGone = true
      dispose()
    }
  }, [props, shade, onPick])
  return <div ref={box} role="img" aria-label={label} style={{ height: 260 }} />
}

function optionsOf({ categories, now, before, incomplete, unit, write }: ChartProps) {
  const hatched = {
    color: '#7fb0b0',
    decal: {
      symbol: 'rect',
      dashArrayX: [1, 0],
      dashArrayY: [2, 4],
      rotation: Math.PI / 4,
      color: 'rgba(255,255,255,.85)',
    },
  }
  const said = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : `${write(value)} ${unit}`
  return {
    backgroundColor: 'transparent',
    animationDuration: 200,
    aria: { enabled: true, decal: { show: false } },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
    legend: { top: 0, right: 8, itemWidth: 12, itemHeight: 8 },
    tooltip: {
      trigger: 'axis',
      formatter: (points: readonly { dataIndex: number }[]) => {
        const index = points[0]?.dataIndex ?? 0
        const missing = incomplete.get(index)
        return [
          `<b>${categories[index] ?? ''}</b>`,
          `${now.name}: ${said(now.values[index])}`,
          ...(before
            ? [`${before.name} ${before.categories[index] ?? ''}: ${said(before.values[index])}`]
            : []),
          ...(missing ? [missing] : []),
        ].join('<br>')
      },
    },
    xAxis: { type: 'category', data: [...categories], axisTick: { show: false } },
    // Bars begin at zero, or they lie.
    yAxis: {
      type: 'value',
      min: (range: { min: number }) => Math.min(0, range.min),
      name: unit,
      splitLine: { lineStyle: { opacity: 0.4 } },
    },
    series: [
      {
        type: 'bar',
        name: now.name,
        data: now.values.map((value, index) =>
          incomplete.has(index) ? { value, itemStyle: hatched } : value,
        ),
        barMaxWidth: 28,
        barGap: '10%',
        itemStyle: { color: ACCENT },
      },
      ...(before
        ? [
            {
              type: 'bar',
              name: before.name,
              data: [...before.values],
              barMaxWidth: 28,
              itemStyle: { color: TWIN },
            },
          ]
        : []),
    ],
  }
}
