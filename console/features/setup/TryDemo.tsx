// Before the first account: a look at a year of trade that somebody invented. It lies in a folder of its own, so nothing of it
// ever meets the data of the house.
import { Button, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import type { systemApi } from '../../../src/modules/system/contract.ts'

const words = {
  title: { zh: '先看演示工厂', en: 'Try the demo factory first' },
  text: {
    zh: '一家虚构的杯壶厂,五个店一整年的生意。放在单独的文件夹里,随时整个移除。',
    en: 'An invented drinkware factory with a year of trade in five shops, in a folder of its own, removed whole at any time.',
  },
  small: { zh: '小份 · 半分钟', en: 'Small · 30 seconds' },
  full: { zh: '完整 6 万单 · 几分钟', en: 'Full · some minutes' },
  open: { zh: '打开演示工厂', en: 'Open the demo factory' },
  enter: { zh: '进入演示工厂', en: 'Enter the demo factory' },
  account: {
    zh: (username: string, password: string) => `演示账号 ${username},密码 ${password}`,
    en: (username: string, password: string) => `Demo account ${username}, password ${password}`,
  },
  failed: {
    zh: '演示没有造成,已回到自己的数据;原因在启动渠动的终端里。',
    en: 'The demo was not finished and your own data is back; the terminal that runs Millrace says why.',
  },
  back: { zh: '回到第一步', en: 'Back to the start' },
  going: { zh: '正在准备演示工厂…', en: 'Preparing the demo factory…' },
  isDemo: {
    zh: '这里是演示数据:公司、人、订单都是虚构的。',
    en: 'This is demo data: the house, its people and its orders are invented.',
  },
}

export type DemoState = Result<(typeof systemApi)['demo']>

/** While one program makes room for the other nobody answers; that passes. */
const EVERY_MS = 1000

export function useDemo(everyMs: number | null): DemoState | null {
  const [demo, setDemo] = useState<DemoState | null>(null)
  useEffect(() => {
    let isOver = false
    const ask = () =>
      void api.system
        .demo()
        .then((answer) => (isOver ? undefined : setDemo(answer)))
        .catch(() => undefined)
    ask()
    const timer = everyMs === null ? undefined : setInterval(ask, everyMs)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [everyMs])
  return demo
}

/** On the set-up page: the choice. What follows it is another program's, so the page then shows the way in and nothing else. */
export function TryDemo({ onGoing }: { readonly onGoing: () => void }) {
  const w = useWords(words)
  const [problem, setProblem] = useState<unknown>(null)
  const demo = useDemo(null)
  const go = async (size: 'small' | 'full') => {
    setProblem(null)
    try {
      await api.system.tryDemo({ body: { size } })
      onGoing()
    } catch (thrown) {
      setProblem(toProblem(thrown))
    }
  }
  if (demo?.canTry !== true) return null
  return (
    <section className="mr-demo-offer" aria-label={w.title}>
      <h2>{w.title}</h2>
      <p className="mr-quiet">{w.text}</p>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <div className="mr-demo-choice">
        {demo.made === null ? (
          <>
            <Button onClick={() => void go('small')}>{w.small}</Button>
            <Button onClick={() => void go('full')}>{w.full}</Button>
          </>
        ) : (
          <Button onClick={() => void go(demo.made!)}>{w.open}</Button>
        )}
      </div>
    </section>
  )
}

/** In the demo, before signing in: how far it is, and one button in. */
export function DemoDoor() {
  const w = useWords(words)
  const language = useLanguage()
  const demo = useDemo(EVERY_MS)
  const [problem, setProblem] = useState<unknown>(null)
  const [wasDemo, setWasDemo] = useState(false)
  if (demo?.isDemo === true && !wasDemo) setWasDemo(true)
  const account = demo?.account ?? null
  const enter = async () => {
    if (account === null) return
    try {
      await api.access.signIn({ body: account })
      location.assign('/')
    } catch (thrown) {
      setProblem(toProblem(thrown))
    }
  }
  const step = demo?.step ?? null
  // It had begun, and the house is back: whoever made it stopped half-way.
  if (wasDemo && demo?.isDemo === false) {
    return (
      <section className="mr-demo-door" aria-label={w.title}>
        <p role="alert">{w.failed}</p>
        <Button block onClick={() => location.assign('/')}>
          {w.back}
        </Button>
      </section>
    )
  }
  return (
    <section className="mr-demo-door" aria-label={w.title}>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      {demo?.isDemo === true && demo.state === 'ready' && account !== null ? (
        <>
          <p>{w.isDemo}</p>
          <Button type="primary" size="large" block onClick={() => void enter()}>
            {w.enter}
          </Button>
          <p className="mr-quiet">{w.account(account.username, account.password)}</p>
        </>
      ) : (
        <>
          <p>{w.going}</p>
          <Progress
            percent={step === null ? 0 : Math.round((step.done * 100) / step.of)}
            showInfo={false}
            status="active"
            strokeColor="var(--mr-accent)"
          />
          <p className="mr-quiet">{step === null ? ' ' : step[language]}</p>
        </>
      )}
    </section>
  )
}
