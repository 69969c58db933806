// A price over time: steps, since a price holds until it is seen to change. The table below says the same in words.
import { useEffect, useRef } from 'react'
import { useShade } from '../../ui/theme.ts'

export interface PricePoint {
  readonly day: string
  readonly yuan: number
}

export function PriceChart({
  label,
  points,
}: {
  readonly label: string
  readonly points: readonly PricePoint[]
}) {
  const box = useRef<HTMLDivElement>(null)
  const shade = useShade()
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
        charts.LineChart,
        components.GridComponent,
        components.TooltipComponent,
        renderers.CanvasRenderer,
      ])
      const chart = core.init(element, shade === 'dark' ? 'dark' : null)
      chart.setOption({
        backgroundColor: 'transparent',
        animation: false,
        grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'time', axisTick: { show: false } },
        // Prices differ by a few percent: an axis from zero would show a flat line.
        yAxis: { type: 'value', scale: true, splitLine: { lineStyle: { opacity: 0.4 } } },
        series: [
          {
            type: 'line',
            step: 'end',
            name: label,
            data: points.map(({ day, yuan }) => [day, yuan]),
            itemStyle: { color: '#0b6e70' },
          },
        ],
      })
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
  }, [label, points, shade])
  return <div ref={box} role="img" aria-label={label} style={{ height: 200 }} />
}
