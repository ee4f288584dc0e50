import { Link } from 'wouter-preact'
import { countOf } from '../ui/count.ts'
import { type Opened, sameNumber } from './scope.ts'

type Total = { key: string; label: string; number: number; opens: Opened }

type Props = { totals: readonly Total[]; opened: Opened | undefined; address: (opened: Opened | undefined) => string }

/** Who entered, and as a sum what became of them (T2). Each number opens its people; once more closes them. */
export function Totals({ totals, opened, address }: Props) {
  return (
    <div class="totals">
      {totals.map(({ key, label, number, opens }, index) => {
        const here = sameNumber(opened, opens)
        return (
          <div key={key}>
            {index === 0 ? null : (
              <span class="totals-sign" aria-hidden="true">
                {index === 1 ? '=' : '+'}
              </span>
            )}
            <Link href={address(here ? undefined : opens)} aria-current={here ? 'true' : undefined} title={label}>
              <small>{label}</small>
              <b>{countOf(number)}</b>
            </Link>
          </div>
        )
      })}
    </div>
  )
}
