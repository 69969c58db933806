// Why a file was not read. Each says what the file is, where it breaks and what to do; nothing was changed.
//
// kernel.file_empty              no header, no rows
// kernel.file_encoding           text that is neither UTF-8, UTF-16 nor GB18030, or a mixture
// kernel.file_binary             a picture, a PDF, a Word file… under a table's name
// kernel.file_cut_short          the file ends in the middle of a character, or of an XLS: a download that broke off
// kernel.file_open_quote         a quote that never ends and would swallow what follows
// kernel.file_row_too_long       a row beyond what any export writes
// kernel.file_damaged            a ZIP or workbook that contradicts itself
// kernel.file_password           an encrypted ZIP or workbook
// kernel.file_old_workbook       an old workbook the reader does not understand
// kernel.file_no_tables          a ZIP without a single table
// kernel.file_too_large          more than 200 MB; XLS and HTML, 50 MB
// kernel.file_unpacks_too_large  unpacks to more than 1 GB
// kernel.too_many_rows           more than 1,000,000 rows
import { refuse } from '../errors.ts'

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024
export const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
/** Mission: 1,000,000 rows in one file. */
export const MAX_ROWS = 1_000_000
/** As in Excel. A file of nothing but commas must not become one row of 200,000,000 cells. */
export const MAX_COLUMNS = 16_384

export const empty = () =>
  refuse('kernel.file_empty', 400, {
    zh: '文件里没有表头或数据',
    en: 'The file has no header or no rows.',
  })

export const tooLarge = () =>
  refuse('kernel.file_too_large', 413, {
    zh: '文件超过 200 MB,请按日期拆分导出,或压缩后再上传',
    en: 'The file is larger than 200 MB. Export it in parts, or compress it.',
  })

export const bomb = () =>
  refuse('kernel.file_unpacks_too_large', 413, {
    zh: '压缩文件解开后超过 1 GB,请拆分后再导入',
    en: 'The compressed file unpacks to more than 1 GB. Split it first.',
  })

export const tooManyRows = () =>
  refuse('kernel.too_many_rows', 413, {
    zh: `文件超过 ${MAX_ROWS} 行,请拆分后再导入`,
    en: `The file has more than ${MAX_ROWS} rows. Split it first.`,
  })

export const unreadable = (row?: number) =>
  refuse(
    'kernel.file_encoding',
    400,
    {
      zh: `${row === undefined ? '' : `第 ${row} 行起,`}文件不是 UTF-8、UTF-16 或 GB18030 编码的文本,请另存为 CSV(UTF-8)或 XLSX`,
      en: `The file is not UTF-8, UTF-16 or GB18030 text${row === undefined ? '' : ` (from row ${row} on)`}. Save it as CSV (UTF-8) or XLSX.`,
    },
    row === undefined ? {} : { row },
  )

export const mixedEncodings = (row: number) =>
  refuse(
    'kernel.file_encoding',
    400,
    {
      zh: `文件前面是 UTF-8,第 ${row} 行出现了别的编码(可能由两个文件拼接);请分别另存为 UTF-8 后再导入`,
      en: `The file begins as UTF-8, but row ${row} is in another encoding (two files joined?). Save each as UTF-8.`,
    },
    { row },
  )

export const cutShort = () =>
  refuse('kernel.file_cut_short', 400, {
    zh: '文件在一个字的中间结束,多半没有下载完整;请重新导出或下载',
    en: 'The file ends in the middle of a character: it is not complete. Export or download it again.',
  })

export const binary = (zh: string, en: string) =>
  refuse(
    'kernel.file_binary',
    400,
    {
      zh: `这是${zh},不是表格;请导出为 XLSX 或 CSV 后再上传`,
      en: `This is ${en}, not a table. Export it as XLSX or CSV.`,
    },
    { found: en },
  )

export const openQuote = (row: number) =>
  refuse(
    'kernel.file_open_quote',
    400,
    {
      zh: `第 ${row} 行有一个引号没有结束,后面的内容会被吞掉;请补上或删去引号`,
      en: `A quote opened in row ${row} never ends and would swallow what follows. Close or remove it.`,
    },
    { row },
  )

export const rowTooLong = (row: number) =>
  refuse(
    'kernel.file_row_too_long',
    400,
    {
      zh: `第 ${row} 行过长(超过 ${MAX_COLUMNS} 列或 800 万字),不像表格;请检查分隔符和换行`,
      en: `Row ${row} is too long (more than ${MAX_COLUMNS} cells or 8 million characters). Check delimiters and line ends.`,
    },
    { row },
  )

export const damaged = (zh: string, en: string, details: Record<string, unknown> = {}) =>
  refuse(
    'kernel.file_damaged',
    400,
    {
      zh: `文件已损坏:${zh};请重新导出或下载`,
      en: `The file is damaged: ${en}. Export or download it again.`,
    },
    details,
  )

export const locked = (zh: string, en: string) =>
  refuse('kernel.file_password', 400, {
    zh: `${zh}加了密码,请去掉密码(文件 → 信息 → 保护)并另存后再导入`,
    en: `The ${en} has a password. Remove it (File → Info → Protect) and save again.`,
  })

export const oldWorkbook = (reason: string) =>
  refuse(
    'kernel.file_old_workbook',
    400,
    {
      zh: '这个旧版工作簿无法读取(过旧或已损坏),请用 Excel 或 WPS 打开并另存为 XLSX',
      en: 'This old workbook cannot be read (too old, or damaged). Open it in Excel or WPS and save it as XLSX.',
    },
    { reason },
  )

export const oldTooLarge = () =>
  refuse('kernel.file_too_large', 413, {
    zh: '旧版 XLS 或网页表格超过 50 MB 或 65,536 行,请另存为 XLSX 或 CSV',
    en: 'An old XLS or HTML table may have 50 MB and 65,536 rows. Save it as XLSX or CSV.',
  })

export const cutShortWorkbook = () =>
  refuse('kernel.file_cut_short', 400, {
    zh: 'XLS 文件不完整,多半没有下载完;请重新导出或下载',
    en: 'The XLS file is not complete. Export or download it again.',
  })

export const noTables = (names: readonly string[]) =>
  refuse(
    'kernel.file_no_tables',
    400,
    {
      zh: `压缩包里没有表格文件(CSV、XLSX、XLS)${names.length > 0 ? `,只有:${names.slice(0, 5).join('、')}` : ''}`,
      en: `The ZIP holds no table (CSV, XLSX, XLS)${names.length > 0 ? `, only: ${names.slice(0, 5).join(', ')}` : ''}.`,
    },
    { names: names.slice(0, 50) },
  )
