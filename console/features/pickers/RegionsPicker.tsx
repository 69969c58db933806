// Several divisions of any level: each added by going down, shown by its whole name, taken away by its cross.
import { CloseOutlined } from '@ant-design/icons'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { DistrictPicker } from './DistrictPicker.tsx'

const words = {
  addRegion: { zh: '加地区', en: 'Add a region' },
  remove: { zh: '删除', en: 'Remove' },
  elsewhere: { zh: '其余全国', en: 'everywhere else' },
}

/** Everywhere that is not named (price lists). */
const ELSEWHERE = '000000'

export function RegionsPicker({
  value,
  onChange,
}: {
  value: readonly string[]
  onChange: (value: readonly string[]) => void
}) {
  const w = useWords(words)
  return (
    <span className="mr-row">
      {value.map((code) => (
        <RegionName
          key={code}
          code={code}
          onRemove={() => onChange(value.filter((one) => one !== code))}
        />
      ))}
      <span style={{ width: 190 }}>
        <DistrictPicker
          label={w.addRegion}
          isAnyLevel
          value={null}
          onChange={(code) => {
            if (code === null) return
            // Choosing goes down level by level: the deeper one takes the place of those it lies in.
            const outer = value.filter((one) => one === code || !isInside(code, one))
            onChange([...new Set([...outer, code])])
          }}
        />
      </span>
    </span>
  )
}

const isInside = (code: string, outer: string) => code.startsWith(outer.replace(/(?:00){1,2}$/, ''))

function RegionName({ code, onRemove }: { code: string; onRemove: () => void }) {
  const w = useWords(words)
  const language = useLanguage()
  const { data } = useRead(
    api.regions.division,
    { params: { code } },
    { enabled: code !== ELSEWHERE },
  )
  const name =
    code === ELSEWHERE ? w.elsewhere : (data?.steps.map((step) => step[language]).join(' ') ?? code)
  return (
    <span className="mr-tag">
      {name}{' '}
      <button
        type="button"
        className="mr-link"
        aria-label={`${w.remove} ${name}`}
        onClick={onRemove}
      >
        <CloseOutlined />
      </button>
    </span>
  )
}
