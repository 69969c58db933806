// One chart component over echarts, loaded only where a chart is seen. The picture has a table beside it on
// the page, so it carries no meaning of its own for those who cannot see it.
import { useEffect, useRef } from 'react'
import { useShade } from '../../ui/theme.ts'

export interface BarSeries {
  readonly name: string
  readonly values: readonly number[]
}

interface ChartProps {
  readonly label: string
  readonly categories: readonly string[]
  readonly bars: BarSeries
  readonly unit: string
  readonly onPick?: (category: string) => void
}

export function BarChart({ label, categories, bars, unit, onPick }: ChartProps) {
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
        charts.BarChart,
        components.GridComponent,
        components.TooltipComponent,
        renderers.CanvasRenderer,
      ])
      const chart = core.init(element, shade === 'dark' ? 'dark' : null)
      chart.setOption({
        backgroundColor: 'transparent',
        animationDuration: 200,
        grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
        tooltip: { trigger: 'axis' },
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
            name: bars.name,
            data: [...bars.values],
            barMaxWidth: 36,
            itemStyle: { color: '#0b6e70' },
          },
        ],
      })
      chart.on('click', ({ name }) => onPick?.(String(name)))
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
  }, [categories, bars, unit, shade, onPick])
  return <div ref={box} role="img" aria-label={label} style={{ height: 260 }} />
}
