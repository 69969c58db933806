// The page before the shell: the mill on one side, one thing to do on the other.
import { Button } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { ThemeMenu } from '../../shell/TopBar.tsx'
import { setLanguage, useLanguage, useWords } from '../../ui/language.ts'
import { Wheel } from '../../ui/Teach.tsx'
import { MillRace } from './MillRace.tsx'

const words = {
  claim: { zh: '水到渠成', en: 'Let it run' },
  what: {
    zh: '为自己做货、自己卖货的工厂:一本不会说谎的库存账,一处看清所有渠道。',
    en: 'For factories that sell what they make: one stock ledger that cannot lie, every channel in one place.',
  },
  other: { zh: 'English', en: '中文' },
}

export function Welcome({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  const w = useWords(words)
  const language = useLanguage()
  useEffect(() => {
    document.title = `${title} · Millrace 渠动`
  }, [title])
  return (
    <div className="mr-welcome">
      <div className="mr-welcome-art">
        <div className="mr-welcome-brand">
          <Wheel size={34} />
          <strong>渠动</strong>
          <span>Millrace</span>
        </div>
        <div className="mr-welcome-claim">
          <p>{w.claim}</p>
          <p>{w.what}</p>
        </div>
        <MillRace />
      </div>
      <main className="mr-welcome-form">
        <div className="mr-welcome-tools">
          <Button type="text" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
            {w.other}
          </Button>
          <ThemeMenu />
        </div>
        <div>
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  )
}
