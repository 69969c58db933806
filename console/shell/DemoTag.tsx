// In a demo every page says so, and offers the two ways out of it.
import { Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useWrite } from '../api/queries.tsx'
import { useDemo } from '../features/setup/TryDemo.tsx'
import { useMay } from '../session.ts'
import { useWords } from '../ui/language.ts'

const words = {
  tag: { zh: '演示数据', en: 'Demo data' },
  help: {
    zh: '公司、人、订单都是虚构的,与真实数据不在一处',
    en: 'House, people and orders are invented, and lie apart from real data',
  },
  remove: { zh: '移除演示…', en: 'Remove the demo…' },
  leave: { zh: '回到自己的数据(保留演示)', en: 'Back to your own data, keep the demo' },
  sure: { zh: '移除演示?', en: 'Remove the demo?' },
  what: {
    zh: '演示的文件夹会整个删除,包括你在演示里改过的东西。真实数据在另一个文件夹里,不受影响。',
    en: 'The folder of the demo is deleted whole, with whatever you changed in it. Real data lies in another folder and is not touched.',
  },
  go: { zh: '移除', en: 'Remove' },
  going: { zh: '正在切换…', en: 'Changing over…' },
  gone: {
    zh: '演示已关闭。运行 npm start 开始使用自己的数据。',
    en: 'The demo has ended. Run npm start to begin with your own data.',
  },
}

const EVERY_MS = 1000

export function DemoTag() {
  const w = useWords(words)
  const may = useMay()
  const [isSure, setSure] = useState(false)
  const [isGoing, setGoing] = useState(false)
  const demo = useDemo(null)
  const leave = useWrite(api.system.leaveDemo, { onDone: () => setGoing(true) })
  const remove = useWrite(api.system.removeDemo, {
    onDone: () => {
      setSure(false)
      setGoing(true)
    },
  })
  const canLeave = demo?.canLeave === true
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(canLeave ? [{ key: 'leave', label: w.leave }] : []),
            ...(may('settings.manage') ? [{ key: 'remove', label: w.remove, danger: true }] : []),
          ],
          onClick: ({ key }) => (key === 'leave' ? leave.mutate({}) : setSure(true)),
        }}
      >
        <button type="button" className="mr-tag mr-tag-warn mr-demo-tag" title={w.help}>
          {w.tag} ▾
        </button>
      </Dropdown>
      <Modal
        open={isSure}
        title={w.sure}
        okText={w.go}
        okButtonProps={{ danger: true, loading: remove.isPending }}
        onOk={() => remove.mutate({})}
        onCancel={() => setSure(false)}
      >
        {w.what}
      </Modal>
      {isGoing ? <ChangingOver isEnd={!canLeave} /> : null}
    </>
  )
}

/** Until the house answers in place of the demo. */
function ChangingOver({ isEnd }: { readonly isEnd: boolean }) {
  const w = useWords(words)
  const demo = useDemo(EVERY_MS)
  if (demo !== null && !demo.isDemo) location.assign('/')
  return (
    <Modal open closable={false} footer={null}>
      {isEnd ? w.gone : w.going}
    </Modal>
  )
}
