// Every refusal the import centre can utter.
import { type Bilingual, refuse } from '#kernel/errors.ts'

export const fileMissing = () =>
  refuse('kernel.file_missing', 400, {
    zh: '请求里没有文件',
    en: 'The request carries no file.',
  })

export const fileTooLarge = (name: string) =>
  refuse('kernel.file_too_large', 413, {
    zh: `${name} 超过 200 MB,请按日期拆分导出,或压缩后再上传`,
    en: `${name} is larger than 200 MB. Export it in parts, or compress it.`,
  })

export const noRows = () =>
  refuse('intake.no_rows', 400, {
    zh: '文件只有表头,没有数据行;请检查导出时选的日期和筛选',
    en: 'The file has a header and no rows. Check the dates and filters of the export.',
  })

export const columnsMissing = (names: readonly Bilingual[], layout: Bilingual) =>
  refuse(
    'intake.columns_missing',
    400,
    {
      zh: `认出是「${layout.zh}」,但缺少必需的列:${names.map(({ zh }) => zh).join('、')};请重新导出并勾选这些列,或手工对列`,
      en: `This is “${layout.en}”, but required columns are missing: ${names.map(({ en }) => en).join(', ')}. Export it again with them, or map it by hand.`,
    },
    { columns: names },
  )

export const notSupported = (kind: Bilingual) =>
  refuse('intake.kind_not_supported', 409, {
    zh: `已认出是「${kind.zh}」,这个版本还不能导入这类文件;文件没有保存任何内容`,
    en: `This is recognised as “${kind.en}”, which this version cannot import yet. Nothing was saved.`,
  })

export const twoLayouts = (row: number, other: Bilingual) =>
  refuse(
    'intake.two_layouts',
    400,
    {
      zh: `第 ${row} 行起是另一种版式(${other.zh})的表头;请把两段拆成两个文件再导入`,
      en: `Row ${row} is the header of another layout (${other.en}). Split the file in two and import both.`,
    },
    { row },
  )

export const wrongShop = (chosen: string, other: string, hits: number, of: number) =>
  refuse(
    'intake.wrong_shop',
    409,
    {
      zh: `抽查的 ${of} 个订单号里有 ${hits} 个已属于店铺 ${other},不是 ${chosen};请核对店铺,确实无误再确认`,
      en: `Of ${of} order numbers looked at, ${hits} belong to shop ${other}, not ${chosen}. Check the shop; confirm it if it is right.`,
    },
    { chosen, other, hits, of },
  )

export const wrongPlatform = (layout: Bilingual, shop: string, platform: string) =>
  refuse(
    'intake.wrong_platform',
    409,
    {
      zh: `这是「${layout.zh}」,而店铺 ${shop} 在 ${platform};请换店铺`,
      en: `This is “${layout.en}”, but shop ${shop} is on ${platform}. Choose another shop.`,
    },
    { shop, platform },
  )

export const shopNamedOtherwise = (named: string, shop: string) =>
  refuse(
    'intake.wrong_shop',
    409,
    {
      zh: `文件里写的店铺是「${named}」,不是 ${shop};请核对店铺,确实无误再确认`,
      en: `The file itself names the shop “${named}”, not ${shop}. Check the shop; confirm it if it is right.`,
    },
    { named, shop },
  )

export const kindNotYours = (kind: Bilingual) =>
  refuse('intake.kind_not_yours', 403, {
    zh: `你的岗位只能导入和查看流量、投放、评价和价格报表,不能处理「${kind.zh}」;请交给运营或订单专员`,
    en: `Your post imports and sees reports of traffic, advertising, reviews and prices only, not “${kind.en}”. Hand it to an operator or a clerk.`,
  })

export const cannotTell = (text: Bilingual) => refuse('intake.not_a_dry_run', 409, text)

export const notUndoable = (text: Bilingual) => refuse('intake.not_undoable', 409, text)

export const tooManyForXlsx = (rows: number, most: number) =>
  refuse('intake.too_many_for_xlsx', 400, {
    zh: `被拒 ${rows} 行,工作簿最多 ${most} 行;请下载 CSV`,
    en: `${rows} rows were refused; a workbook holds ${most}. Download them as CSV.`,
  })

export const broken = () =>
  refuse('intake.broken', 500, {
    zh: '导入程序出错,已全部撤回、没有保存任何内容;请把任务编号报给管理员',
    en: 'The import itself failed. Everything was rolled back and nothing was saved; tell an administrator.',
  })
