import './meter.css'

/** How far something has come that goes on by itself. */
export function Meter({ label, done, total }: { label: string; done: number; total: number }) {
  const part = total === 0 ? 100 : Math.round((Math.min(done, total) / total) * 100)
  return (
    <div class="meter" role="progressbar" aria-label={label} aria-valuenow={part}>
      <i style={{ width: `${part}%` }} />
    </div>
  )
}
