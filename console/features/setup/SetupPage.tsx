// First run: the owner's account, and then three next steps. Nothing else is asked, because nothing else
// is needed to begin.
import { useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.ts'
import { type ApiProblem, toProblem } from '../../api/problem.ts'
import { paths } from '../../paths.ts'
import { useForget } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Welcome } from '../sign-in/Welcome.tsx'
import { DemoDoor, TryDemo } from './TryDemo.tsx'

const words = {
  title: { zh: '创建老板账号', en: 'Create the owner' },
  why: {
    zh: '这台机器第一次运行渠动。先建一个老板账号,它能做一切,也能给别人开账号。',
    en: 'Millrace runs here for the first time. Begin with the owner, who may do everything and make accounts for others.',
  },
  name: { zh: '姓名', en: 'Your name' },
  nameHint: { zh: '审计记录里显示的名字', en: 'As the audit log shows it' },
  username: { zh: '登录账号', en: 'Account' },
  usernameHint: { zh: '字母或数字,登录时用', en: 'Letters or digits, to sign in with' },
  password: { zh: '密码', en: 'Password' },
  passwordHint: {
    zh: '至少 10 个字符;越长越好,不必有符号',
    en: 'At least 10 characters; longer beats symbols',
  },
  submit: { zh: '创建并进入', en: 'Create and enter' },
  demo: { zh: '演示工厂', en: 'The demo factory' },
  missing: { zh: '请填写', en: 'Required' },
}

interface Owner {
  readonly displayName: string
  readonly username: string
  readonly password: string
}

export function SetupPage() {
  const w = useWords(words)
  const language = useLanguage()
  const router = useRouter()
  const forget = useForget()
  const [form] = Form.useForm<Owner>()
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isSending, setSending] = useState(false)
  const [isGoing, setGoing] = useState(false)
  useEffect(() => {
    // An old bookmark: the house is already set up.
    api.access
      .setupState()
      .then(({ needed }) => (needed ? undefined : router.navigate({ to: paths.home })))
      .catch((thrown: unknown) => setProblem(toProblem(thrown)))
  }, [router])
  const send = async (body: Owner) => {
    setSending(true)
    setProblem(null)
    try {
      await api.access.setup({ body })
      await api.access.signIn({ body: { username: body.username, password: body.password } })
      forget()
      await router.navigate({ to: paths.home })
    } catch (thrown) {
      const refused = toProblem(thrown)
      const known = refused.fields.filter(({ path }) => path in body)
      form.setFields(
        known.map(({ path, ...said }) => ({ name: path as keyof Owner, errors: [said[language]] })),
      )
      setProblem(known.length > 0 ? null : refused)
    } finally {
      setSending(false)
    }
  }
  const required = [{ required: true, message: w.missing }]
  if (isGoing) {
    return (
      <Welcome title={w.demo}>
        <DemoDoor />
      </Welcome>
    )
  }
  return (
    <Welcome title={w.title}>
      <p className="mr-quiet">{w.why}</p>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Form<Owner>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void send(values)}
      >
        <Form.Item name="displayName" label={w.name} extra={w.nameHint} rules={required}>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose */}
          <Input size="large" autoComplete="name" autoFocus />
        </Form.Item>
        <Form.Item name="username" label={w.username} extra={w.usernameHint} rules={required}>
          <Input size="large" autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={w.password} extra={w.passwordHint} rules={required}>
          <Input.Password size="large" autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={isSending}>
          {w.submit}
        </Button>
      </Form>
      <TryDemo onGoing={() => setGoing(true)} />
    </Welcome>
  )
}
