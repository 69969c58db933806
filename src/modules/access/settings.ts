// What staff may set about signing in. How many wrong passwords are borne stays code: nobody may loosen that.
import { type Setting, wholeSetting } from '#kernel/settings.ts'

export const sessionIdleHours = wholeSetting({
  key: 'access.session_idle_hours',
  initial: 72,
  min: 1,
  max: 720,
  unit: { zh: '小时', en: 'hours' },
  title: { zh: '闲置多久要重新登录', en: 'Sign in again after being idle' },
  help: {
    zh: '默认 72 小时:周末没人用的电脑,周一要重新登录。公用电脑多的仓库可改短。改短后,超时的登录立即失效。',
    en: 'The default of 72 hours makes a machine left alone over a long weekend ask again. Shorten it where machines are shared; sessions idle for longer end at once.',
  },
})

export const sessionMaxDays = wholeSetting({
  key: 'access.session_max_days',
  initial: 14,
  min: 1,
  max: 90,
  unit: { zh: '天', en: 'days' },
  title: { zh: '登录最长有效期', en: 'Longest session' },
  help: {
    zh: '即使一直在用,过了这么久也要重新登录。改短立即生效;改长只影响之后的登录。',
    en: 'Also whoever works every day signs in again after this long. Shortening holds at once, lengthening for sign-ins from then on.',
  },
})

export const settings: readonly Setting[] = [sessionIdleHours, sessionMaxDays]
