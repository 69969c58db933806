// Every refusal this module can utter.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const wrongCredentials = () =>
  refuse('access.wrong_credentials', 401, {
    zh: '账号或密码不对',
    en: 'The account name or the password is wrong.',
  })

export const tooManyAttempts = (retryAfterSeconds: number) =>
  refuse(
    'access.too_many_attempts',
    429,
    {
      zh: `尝试次数过多,请 ${Math.ceil(retryAfterSeconds / 60)} 分钟后再试`,
      en: `Too many attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minute(s).`,
    },
    { retryAfterSeconds },
  )

export const alreadySetUp = () =>
  refuse('access.already_set_up', 409, {
    zh: '系统已完成初始化;请用现有账号登录',
    en: 'Millrace is already set up. Sign in with an existing account.',
  })

export const lastOwner = () =>
  refuse('access.last_owner', 409, {
    zh: '这是最后一个可用的老板账号,不能停用或改岗;请先再设一个',
    en: 'This is the last active owner. Make another one before disabling or changing it.',
  })

export const scopesExceedCreator = (scopes: readonly string[]) =>
  refuse(
    'access.scopes_exceed_creator',
    403,
    {
      zh: `密钥不能拥有你没有的权限:${scopes.join('、')}`,
      en: `A key cannot have permissions you lack: ${scopes.join(', ')}`,
    },
    { scopes },
  )

export const crossSite = () =>
  refuse('access.cross_site', 403, {
    zh: '请求来自其他网站,已拒绝;请在控制台内操作',
    en: 'The request came from another site and was refused. Use the console itself.',
  })

export const ownerOnly = () =>
  refuse('access.owner_only', 403, {
    zh: '只有老板可以设立或修改老板账号',
    en: 'Only an owner may make or change an owner account.',
  })

export const constraintErrors: ConstraintErrors = {
  users_username_once: refuse('access.username_taken', 409, {
    zh: '账号名已被使用,请换一个',
    en: 'This account name is taken. Choose another.',
  }),
  saved_views_name_once: refuse('access.view_name_taken', 409, {
    zh: '同名视图已存在,请换个名字',
    en: 'A view of this name exists. Choose another name.',
  }),
}
