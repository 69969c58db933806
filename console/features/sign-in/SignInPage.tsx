// Sign-in. Half the page is the mill, because the first thing seen each morning should be ours.
import { useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useForget } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAddress } from '../../ui/table/use-address.ts'
import { Welcome } from './Welcome.tsx'
import { DemoDoor, useDemo } from '../setup/TryDemo.tsx'

const words = {
  title: { zh: '登录', en: 'Sign in' },
  username: { zh: '账号', en: 'Account' },
  password: { zh: '密码', en: 'Password' },
  submit: { zh: '登录', en: 'Sign in' },
  missing: { zh: '请填写', en: 'Required' },
  forgot: {
    zh: '忘记密码?请老板或系统管理员在「设置 · 账号」里重设。',
    en: 'Forgot it? The owner or an administrator can reset it under Settings · Accounts.',
  },
}

export function SignInPage() {
  const w = useWords(words)
  const router = useRouter()
  const forget = useForget()
  const { back } = useAddress()
  const [problem, setProblem] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const send = async (body: { username: string; password: string }) => {
    setSending(true)
    setProblem(null)
    try {
      await api.access.signIn({ body })
      forget()
      // Only addresses of this console: a crafted link must not lead out of it after sign-in.
      const to = back?.startsWith('/') && !back.startsWith('//') ? back : '/'
      await router.navigate({ href: to } as never)
    } catch (thrown) {
      setProblem(toProblem(thrown))
    } finally {
      setSending(false)
    }
  }
  const demo = useDemo(null)
  return (
    <Welcome title={w.title}>
      {demo?.isDemo === true ? <DemoDoor /> : null}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Form<{ username: string; password: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="username"
          label={w.username}
          rules={[{ required: true, message: w.missing }]}
        >
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose */}
          <Input size="large" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={w.password}
          rules={[{ required: true, message: w.missing }]}
        >
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={isSending}>
          {w.submit}
        </Button>
      </Form>
      <p className="mr-quiet">{w.forgot}</p>
    </Welcome>
  )
}
