// A place to drop files on. What happens with them is the caller's; this shows what may be dropped and
// that something is on its way.
import { InboxOutlined } from '@ant-design/icons'
import { Upload as Drop } from 'antd'
import type { ReactNode } from 'react'

interface UploadProps {
  readonly label: string
  readonly hint?: ReactNode
  /** `.csv,.xlsx` */
  readonly accept?: string
  readonly isBusy?: boolean
  readonly isMultiple?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

export function Upload(props: UploadProps) {
  return (
    <Drop.Dragger
      className="mr-drop"
      accept={props.accept ?? ''}
      multiple={props.isMultiple === true}
      showUploadList={false}
      disabled={props.isBusy === true}
      beforeUpload={(file, all) => {
        // Called once per file with the whole list; act on the first call only.
        if (file === all[0]) props.onFiles(all)
        return false
      }}
    >
      <InboxOutlined style={{ fontSize: 28 }} aria-hidden />
      <p>
        <strong>{props.label}</strong>
      </p>
      {props.hint === undefined ? null : <p className="mr-quiet">{props.hint}</p>}
    </Drop.Dragger>
  )
}
