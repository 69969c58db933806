// A form beside its list (FormDrawer) or above everything (FormModal). It sends what was typed, puts the
// server's problems on their fields, asks before throwing typed text away, and when somebody else saved
// first shows both versions side by side instead of overwriting either.
import { App, Button, Drawer, Form, Modal } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ApiProblem } from '../../api/problem.ts'
import { toProblem } from '../../api/problem.ts'
import { useLanguage, useWords } from '../language.ts'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { FieldLabels } from './Field.tsx'
import { useLeaveGuard } from './leave-guard.ts'
import { StaleDialog } from './StaleDialog.tsx'

const words = {
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  leave: { zh: '放弃填写的内容?', en: 'Discard what you typed?' },
  leaveText: { zh: '内容还没有保存。', en: 'It is not saved yet.' },
  discard: { zh: '放弃', en: 'Discard' },
  stay: { zh: '继续填写', en: 'Keep typing' },
}

type Values = Record<string, unknown>

interface FormProps<V> {
  readonly title: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  /** What the fields begin with. */
  readonly initial?: Partial<V>
  /** The version the person saw, for edits; `save` receives the one to send. */
  readonly version?: number
  /** Send it: `(values, version) => write.mutateAsync({ … })`, from a `useWrite` with `quiet: true`. */
  readonly save: (values: V, version: number | undefined) => Promise<unknown>
  /** A value of the server as its field holds it (分 as yuan), for the dialog of a stale edit. */
  readonly shown?: (field: string, value: unknown) => unknown
  readonly saveLabel?: string
  readonly isDangerous?: boolean
  /** Fields. */
  readonly children: ReactNode
  readonly width?: number
}

export function FormDrawer<V extends object>(props: FormProps<V>) {
  const form = useSending(props)
  return (
    <Drawer
      open={props.isOpen}
      title={props.title}
      onClose={form.leave}
      size={`min(${props.width ?? 480}px, 100vw)`}
      destroyOnHidden
      footer={<Buttons {...props} form={form} />}
    >
      <Body key={form.round} {...props} form={form} />
    </Drawer>
  )
}

export function FormModal<V extends object>(props: FormProps<V>) {
  const form = useSending(props)
  return (
    <Modal
      open={props.isOpen}
      title={props.title}
      onCancel={form.leave}
      width={props.width ?? 480}
      destroyOnHidden
      mask={{ closable: false }}
      footer={<Buttons {...props} form={form} />}
    >
      <Body key={form.round} {...props} form={form} />
    </Modal>
  )
}

function useSending<V extends object>(props: FormProps<V>) {
  const [instance] = Form.useForm<Values>()
  const { modal } = App.useApp()
  const language = useLanguage()
  const w = useWords(words)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [stale, setStale] = useState<ApiProblem | null>(null)
  const [isSending, setSending] = useState(false)
  const [isDirty, setDirty] = useState(false)
  const labels = useRef(new Map<string, string>())
  const { isOpen, onClose } = props
  const [wasOpen, setWasOpen] = useState(isOpen)
  const [round, setRound] = useState(0)
  // Opened or closed: the form begins anew.
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen)
    if (isOpen) setRound(round + 1)
    setProblem(null)
    setStale(null)
    setDirty(false)
  }
  useLeaveGuard(isOpen && isDirty)

  const send = async (version: number | undefined) => {
    setSending(true)
    setProblem(null)
    try {
      await props.save(instance.getFieldsValue(true) as V, version)
      setDirty(false)
      onClose()
    } catch (thrown) {
      const refused = toProblem(thrown)
      if (refused.code === 'kernel.stale_edit') setStale(refused)
      else setProblem(showOnFields(instance, refused, language))
    } finally {
      setSending(false)
    }
  }
  const leave = () => {
    if (!isDirty) return onClose()
    modal.confirm({
      title: w.leave,
      content: w.leaveText,
      okText: w.discard,
      cancelText: w.stay,
      okButtonProps: { danger: true },
      onOk: onClose,
    })
  }
  return { instance, round, problem, stale, setStale, isSending, setDirty, labels, send, leave }
}

type Sending = ReturnType<typeof useSending>

/** Problems whose path is a field go there; what has no field is returned to be shown above. */
function showOnFields(
  form: ReturnType<typeof Form.useForm<Values>>[0],
  problem: ApiProblem,
  language: 'zh' | 'en',
): ApiProblem | null {
  const known = new Set(
    Object.keys(form.getFieldsValue()).concat(
      form.getFieldsError().map(({ name }) => name.join('.')),
    ),
  )
  const placed = problem.fields.filter(({ path }) => known.has(path))
  form.setFields(
    placed.map((field) => ({
      name: field.path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      errors: [field[language]],
    })),
  )
  const first = placed[0]
  if (first) form.scrollToField(first.path.split('.'), { focus: true })
  return placed.length > 0 && placed.length === problem.fields.length ? null : problem
}

function Body<V extends object>(props: FormProps<V> & { readonly form: Sending }) {
  const { form } = props
  const w = useWords(words)
  // What the form began with. While it fades out its owner has already let go of the record, and values
  // emptied then would stay empty when the form is opened again.
  const [initial] = useState(props.initial ?? {})
  const { instance, round } = form
  // Opened again before the last one faded out: the store still holds what was typed for another record.
  useEffect(() => {
    if (round > 1) instance.resetFields()
  }, [instance, round])
  return (
    <FieldLabels value={form.labels.current}>
      {form.problem ? <ProblemAlert problem={form.problem} /> : null}
      <Form<Values>
        form={form.instance}
        layout="vertical"
        requiredMark={(label, { required }) => (
          <>
            {label}
            {required ? <span className="mr-required">*</span> : null}
          </>
        )}
        initialValues={initial as Values}
        onValuesChange={() => form.setDirty(true)}
        onFinish={() => void form.send(props.version)}
        preserve={false}
        scrollToFirstError={{ focus: true }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.instance.submit()
        }}
      >
        {props.children}
        {/* Enter in a field saves, as in every form. */}
        <button type="submit" hidden>
          {w.save}
        </button>
      </Form>
      {form.stale ? (
        <StaleDialog
          problem={form.stale}
          labels={form.labels.current}
          {...(props.shown ? { say: (field, value) => sayShown(props.shown?.(field, value)) } : {})}
          onClose={() => form.setStale(null)}
          onResolve={(values, version) => {
            const held = Object.entries(values).map(([field, value]) => [
              field,
              props.shown ? props.shown(field, value) : value,
            ])
            form.instance.setFieldsValue(Object.fromEntries(held))
            form.setStale(null)
            void form.send(version)
          }}
        />
      ) : null}
    </FieldLabels>
  )
}

const sayShown = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function Buttons<V extends object>(props: FormProps<V> & { readonly form: Sending }) {
  const w = useWords(words)
  return (
    <div className="mr-form-buttons">
      <Button onClick={props.form.leave}>{w.cancel}</Button>
      <Button
        type="primary"
        danger={props.isDangerous === true}
        loading={props.form.isSending}
        onClick={() => props.form.instance.submit()}
      >
        {props.saveLabel ?? w.save}
      </Button>
    </div>
  )
}
