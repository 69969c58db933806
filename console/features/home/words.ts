export const words = {
  title: { zh: '待办', en: 'To do' },
  help: {
    zh: '等你处理的事都在这里,点一下就到。没有要做的就不显示。',
    en: 'What waits for you, one click from the work. Lines with nothing in them stay away.',
  },
  waiting: { zh: '等你处理', en: 'Waiting for you' },
  clear: { zh: '没有等你处理的事', en: 'Nothing waits for you' },
  clearText: {
    zh: '审批、盘点差异、失败的任务一出现就会列在这里。',
    en: 'Approvals, count differences and failed jobs appear here as they happen.',
  },
  steps: { zh: '从这里开始', en: 'Begin here' },
}
