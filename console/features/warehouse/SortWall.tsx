// 播种: one scan a piece; the place it goes to fills the screen.
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { type Said, ScanBox } from './ScanBox.tsx'
import { soundDone, soundRight, soundWrong } from './signal.ts'
import { pickWords } from './words.ts'

export function SortWall({ id }: { readonly id: string }) {
  const w = useWords(pickWords)
  const language = useLanguage()
  const [slot, setSlot] = useState<number | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const sort = useWrite(api.warehouse.sort, { quiet: true })
  const scan = (code: string) => {
    if (code === '') return
    sort.mutate(
      { params: { id }, body: { code } },
      {
        onSuccess: (answer) => {
          setSlot(answer.slot)
          if (answer.outcome !== 'ok') {
            soundWrong()
            return setSaid({ tone: 'bad', text: w.notWanted })
          }
          if (answer.isFull) soundDone()
          else soundRight()
          return setSaid({
            tone: 'good',
            text: answer.isFull ? w.slotFull : w.sortInto(answer.slot!),
          })
        },
        onError: (problem) => {
          soundWrong()
          setSlot(null)
          setSaid({ tone: 'bad', text: problem[language] })
        },
      },
    )
  }
  return (
    <section className="mr-panel mr-pda-stop">
      <p>{w.toSort}</p>
      <div className="mr-pda-bin" aria-label={w.sortInto(slot ?? 0)}>
        {slot ?? '—'}
      </div>
      <ScanBox label={w.sortScan} onScan={scan} said={said} isBusy={sort.isPending} />
    </section>
  )
}
