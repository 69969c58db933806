export const asOfWords = {
  title: { zh: '时点库存', en: 'Stock as of' },
  help: {
    zh: '选一个时刻,看那时每个库位有多少。按生效时间算:后来补记的旧账也算在它发生的时刻。点一行,看合成这个数的流水。',
    en: 'Choose a minute and see what lay where. By when things happened: what was recorded late counts where it belongs. Open a row to see the moves that sum to its number.',
  },
  at: { zh: '截至时间', en: 'As of (date and time)' },
  now: { zh: '现在', en: 'now' },
  none: { zh: '那时没有库存', en: 'Nothing in stock then' },
  noneText: {
    zh: '换一个时刻,或清空筛选。时间按公司时区。',
    en: 'Choose another minute, or clear the filters. Times are in the company’s time zone.',
  },
  change: { zh: '增减', en: 'Change' },
  other: { zh: '对方库位', en: 'From or to' },
  sumHelp: {
    zh: '下面流水的增减之和就是这个数。',
    en: 'The changes below add up to this number.',
  },
} as const
