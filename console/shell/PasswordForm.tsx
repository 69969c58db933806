// One's own password.
import { Alert, Input } from 'antd'
import { api } from '../api/client.ts'
import { useWrite } from '../api/queries.tsx'
import { Field } from '../ui/form/Field.tsx'
import { FormModal } from '../ui/form/FormDrawer.tsx'
import { useWords } from '../ui/language.ts'
import { words } from './words.ts'

interface PasswordFormProps {
  readonly isOpen: boolean
  /** Somebody else chose the present one. */
  readonly isForced: boolean
  readonly onClose: () => void
}

export function PasswordForm({ isOpen, isForced, onClose }: PasswordFormProps) {
  const w = useWords(words)
  const change = useWrite(api.access.changePassword, { quiet: true, success: w.changed })
  return (
    <FormModal<{ current: string; next: string }>
      title={w.changePassword}
      isOpen={isOpen}
      onClose={onClose}
      save={(body) => change.mutateAsync({ body })}
    >
      {isForced ? <Alert type="info" title={w.mustChange} className="mr-problem" /> : null}
      <Field name="current" label={w.current} isRequired>
        <Input.Password autoComplete="current-password" />
      </Field>
      <Field name="next" label={w.next} help={w.nextHelp} isRequired>
        <Input.Password autoComplete="new-password" />
      </Field>
    </FormModal>
  )
}
