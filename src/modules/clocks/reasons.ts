// Why a clock may stand, by who started it. What a platform counts nobody here can stop.
import type { Bilingual } from '#kernel/errors.ts'
import type { Source } from './due.ts'

interface PauseReason extends Bilingual {
  readonly id: string
}

const buyer: PauseReason = { id: 'waits_for_buyer', zh: '等买家答复', en: 'waiting for the buyer' }
const force: PauseReason = {
  id: 'force_majeure',
  zh: '不可抗力(有公告或证明)',
  en: 'force majeure, with a notice or proof',
}

export const PAUSE_REASONS: Readonly<Record<Source, readonly PauseReason[]>> = {
  platform: [],
  // 不可抗力 is the one cause the law itself knows (民法典 180); anything else needs a lawyer's word first.
  law: [force],
  contract: [force, buyer, { id: 'agreed', zh: '对方书面同意', en: 'agreed in writing' }],
  internal: [
    buyer,
    force,
    { id: 'count', zh: '盘点中', en: 'a count is going on' },
    { id: 'outage', zh: '系统或设备故障', en: 'systems or machines are down' },
    { id: 'other', zh: '其他(写明)', en: 'other, say what' },
  ],
}
