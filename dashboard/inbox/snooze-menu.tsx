import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { CalendarClock, Moon } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useKeys } from '../frame/keys.ts'
import { changeConversation } from '../live/change.ts'
import { Sheet } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Item, Line, Menu } from '../ui/menu.tsx'
import { momentTime } from '../ui/time.ts'
import { localInput, snoozeTimes } from './snooze-times.ts'

/** Away until a moment, or until the person writes. */
export function SnoozeMenu({ conversation }: { conversation: InboxConversation }) {
  const [open, setOpen] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const snooze = (until: Date) =>
    void changeConversation(conversation.id, { state: 'snoozed', until: until.toISOString() })
  useKeys({ snooze: () => setOpen(true) })
  return (
    <>
      <Menu
        className="icon"
        label="Snooze"
        title="Snooze  Z"
        open={open}
        onOpen={setOpen}
        align="end"
        trigger={<Moon />}
      >
        {snoozeTimes(new Date()).map(({ name, at }) => (
          <Item key={name} aside={momentTime(at.toISOString())} onPick={() => snooze(at)}>
            {name}
          </Item>
        ))}
        <Line />
        <Item icon={<CalendarClock />} onPick={() => setChoosing(true)}>
          Date and time …
        </Item>
      </Menu>
      <ChooseMoment open={choosing} onClose={() => setChoosing(false)} onChosen={snooze} />
    </>
  )
}

type ChooseProps = { open: boolean; onClose: () => void; onChosen: (at: Date) => void }

function ChooseMoment({ open, onClose, onChosen }: ChooseProps) {
  const [value, setValue] = useState(() => localInput(snoozeTimes(new Date())[1]?.at ?? new Date()))
  const [refused, setRefused] = useState<string>()
  const submit = (event: Event) => {
    event.preventDefault()
    const at = new Date(value)
    if (Number.isNaN(at.getTime())) return setRefused('Choose a date and a time')
    if (at.getTime() <= Date.now()) return setRefused('This moment is over: choose a later one')
    onChosen(at)
    onClose()
  }
  return (
    <Sheet open={open} onClose={onClose} title="Snooze until">
      <form class="form" onSubmit={submit}>
        <Field
          label="Date and time"
          type="datetime-local"
          value={value}
          min={localInput(new Date())}
          onValue={next => {
            setValue(next)
            setRefused(undefined)
          }}
          refused={refused}
          hint="In your own time zone. It comes back earlier when the person writes."
        />
        <div class="dialog-actions">
          <button type="submit" class="button primary">
            Snooze
          </button>
        </div>
      </form>
    </Sheet>
  )
}
