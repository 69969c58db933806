// A page the account may not see says so, and who can; it is never half shown.
import { useRead } from '../api/queries.tsx'
import { api } from '../api/client.ts'
import type { Screen } from '../routes.tsx'
import { useMay } from '../session.ts'
import { useLanguage, useWords } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { Teach } from '../ui/Teach.tsx'

const words = {
  title: { zh: '你的岗位看不到这一页', en: 'Your post does not include this page' },
  who: {
    zh: (posts: string) => `能看到的岗位:${posts}。需要时请管理员为你的账号更换岗位。`,
    en: (posts: string) => `Posts that can: ${posts}. Ask an administrator if you need it.`,
  },
}

export function Guard({ screen }: { readonly screen: Screen }) {
  const may = useMay()
  if (!may(screen.permission)) return <Forbidden screen={screen} />
  const { page: Content } = screen
  return <Content />
}

function Forbidden({ screen }: { readonly screen: Screen }) {
  const w = useWords(words)
  const language = useLanguage()
  const { data } = useRead(api.access.roles, {})
  const allowed = data?.permissions.find(({ permission }) => permission === screen.permission)
  const posts = data?.roles
    .filter(({ role }) => allowed?.roles.includes(role))
    .map((post) => post[language])
  return (
    <Page title={screen[language]}>
      <Teach
        title={w.title}
        text={posts ? w.who(posts.join(language === 'zh' ? '、' : ', ')) : null}
      />
    </Page>
  )
}
