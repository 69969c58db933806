// Typed text is not thrown away by a closed tab or a click in the menu.
import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useWords } from '../language.ts'

const words = {
  title: { zh: '离开会丢掉填写的内容', en: 'Leaving discards what you typed' },
  leave: { zh: '离开', en: 'Leave' },
  stay: { zh: '留下', en: 'Stay' },
}

export function useLeaveGuard(isDirty: boolean): void {
  const { modal } = App.useApp()
  const w = useWords(words)
  useBlocker({
    disabled: !isDirty,
    enableBeforeUnload: isDirty,
    shouldBlockFn: async ({ current, next }) => {
      // Filters and tabs are part of the same page.
      if (current.pathname === next.pathname) return false
      const leaves = await modal.confirm({
        title: w.title,
        okText: w.leave,
        cancelText: w.stay,
        okButtonProps: { danger: true },
      })
      return !leaves
    },
  })
}
