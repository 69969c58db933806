// Columns that may hold personal data, by their header. What nobody sealed is not kept beside figures or in raw rows.
const PERSONAL =
  /昵称|会员名|买家|收件人|收货人|电话|手机|姓名|地址|身份证|nick|phone|mobile|e-?mail|address|customer|receiver|recipient/i

export const isPersonal = (header: string): boolean => PERSONAL.test(header)
