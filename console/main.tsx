// The console starts here: paint, router, session, shell.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US.js'
import zhCN from 'antd/locale/zh_CN.js'
import { StrictMode, useEffect, useLayoutEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/queries.tsx'
import { followLinks, router } from './shell/router.tsx'
import { useLanguage } from './ui/language.ts'
import { antdTheme, paint, useShade } from './ui/theme.ts'
import './ui/style.css'

function Console() {
  const shade = useShade()
  const language = useLanguage()
  useLayoutEffect(() => paint(shade), [shade])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  return (
    <ConfigProvider
      theme={antdTheme(shade)}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <App message={{ top: 56 }} notification={{ placement: 'topRight', top: 56 }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
followLinks()
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
