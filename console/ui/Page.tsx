// A page: its title, thirty seconds of help, its buttons, its content. `isFilling` pages give their list
// all the height there is; others scroll.
import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { useWords } from './language.ts'

const words = { help: { zh: '这一页怎么用', en: 'How this page works' } }

interface PageProps {
  readonly title: string
  /** What it is for, the two or three things to do here, what to look out for. */
  readonly help?: ReactNode
  /** Behind the title: a state, a count, how fresh. */
  readonly aside?: ReactNode
  readonly actions?: ReactNode
  readonly isFilling?: boolean
  readonly children: ReactNode
}

export function Page(props: PageProps) {
  useEffect(() => {
    document.title = `${props.title} · Millrace 渠动`
  }, [props.title])
  return (
    <div className={props.isFilling ? 'mr-page is-filling' : 'mr-page'}>
      <PageHeader {...props} />
      {props.children}
    </div>
  )
}

export function PageHeader({ title, help, aside, actions }: Omit<PageProps, 'children'>) {
  const w = useWords(words)
  return (
    <header className="mr-page-head">
      <h1>{title}</h1>
      {help === undefined ? null : (
        <Popover
          trigger="click"
          placement="bottomLeft"
          content={<div className="mr-help">{help}</div>}
        >
          <Button
            type="text"
            size="small"
            icon={<QuestionCircleOutlined />}
            title={w.help}
            aria-label={w.help}
          />
        </Popover>
      )}
      {aside}
      <span className="mr-spring" />
      {actions}
    </header>
  )
}

interface PanelProps {
  readonly title?: ReactNode
  readonly extra?: ReactNode
  readonly children: ReactNode
}

/** A quiet box with a heading, for pages made of several parts. */
export function Panel({ title, extra, children }: PanelProps) {
  return (
    <section className="mr-panel">
      {title === undefined ? null : (
        <header>
          <h2>{title}</h2>
          <span className="mr-spring" />
          {extra}
        </header>
      )}
      {children}
    </section>
  )
}

/** Facts of a record: label and value in two or three columns. */
export function Facts({
  items,
}: {
  readonly items: readonly (readonly [label: ReactNode, value: ReactNode])[]
}) {
  return (
    <dl className="mr-facts">
      {items.map(([label, value], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
