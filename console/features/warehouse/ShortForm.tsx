// Less was found than wanted: how many there are. What follows is said before it happens.
import { Modal } from 'antd'
import { useState } from 'react'
import { useWords } from '../../ui/language.ts'
import { pickWords, words } from './words.ts'

interface ShortFormProps {
  readonly isOpen: boolean
  readonly most: string
  readonly onClose: () => void
  readonly onShort: (qty: string) => void
}

export function ShortForm({ isOpen, most, onClose, onShort }: ShortFormProps) {
  const w = useWords(pickWords)
  const c = useWords(words)
  const [qty, setQty] = useState('0')
  const isRight = /^\d{1,9}$/.test(qty) && BigInt(qty) < BigInt(most)
  return (
    <Modal
      open={isOpen}
      title={w.shortAsk}
      onCancel={onClose}
      okText={w.short}
      cancelText={c.cancel}
      okButtonProps={{ danger: true, disabled: !isRight }}
      onOk={() => onShort(qty)}
      destroyOnHidden
    >
      <div className="mr-stack">
        <input
          className="mr-pda-number"
          aria-label={w.shortAsk}
          inputMode="numeric"
          value={qty}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setQty(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isRight) onShort(qty)
          }}
        />
        <p className="mr-quiet">{w.shortHelp}</p>
      </div>
    </Modal>
  )
}
