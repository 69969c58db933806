// What a platform did not take, given back with its word.
import { Input } from 'antd'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { writeBackWords } from './write-back-words.ts'

interface Props {
  readonly ids: readonly string[]
  readonly onClose: () => void
}

export function TakeBack({ ids, onClose }: Props) {
  const w = useWords(writeBackWords)
  const back = useWrite(api.orders.takeBackTold, {
    quiet: true,
    success: ({ taken }) => w.taken(String(taken)),
  })
  return (
    <FormModal<{ reason: string }>
      title={w.takeBackTitle}
      isOpen={ids.length > 0}
      onClose={onClose}
      saveLabel={w.takeBack}
      save={({ reason }) => back.mutateAsync({ body: { ids: [...ids], reason } })}
    >
      <p className="mr-quiet">{w.takeBackText}</p>
      <Field name="reason" label={w.whyNot} isRequired>
        <Input maxLength={200} />
      </Field>
    </FormModal>
  )
}
