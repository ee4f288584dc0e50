import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { sentenceOf } from '../live/server.ts'
import { Choice } from '../ui/choice.tsx'
import { Sheet } from '../ui/dialog.tsx'
import { Field, FormProblem } from '../ui/field.tsx'
import { emptyAutomessage, makeCampaign } from './make.ts'
import { Starts } from './starts.tsx'

type Props = { open: boolean; kind: CampaignRow['kind']; onClose: () => void }

export function NewCampaign({ open, kind, onClose }: Props) {
  if (kind === 'automessage')
    return (
      <Sheet open={open} onClose={onClose} title="New automessage">
        <NewAutomessage />
      </Sheet>
    )
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title="New campaign"
      says="Start from one that works and change the words. Nothing is sent until you publish."
      roomy
    >
      <Starts />
    </Sheet>
  )
}

function NewAutomessage() {
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [channel, setChannel] = useState<'send-message' | 'send-email'>('send-message')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const make = async () => {
    setBusy(true)
    try {
      navigate(`/campaigns/${await makeCampaign(emptyAutomessage(name.trim(), channel))}`)
    } catch (error) {
      setRefused(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault()
        void make()
      }}
    >
      <Field label="Name" value={name} onValue={setName} maxLength={200} required autoFocus placeholder="Welcome" />
      <Choice
        legend="Sent as"
        value={channel}
        onPick={setChannel}
        options={[
          { value: 'send-message', label: 'A message in the chat', says: 'It pops up beside the launcher at once.' },
          { value: 'send-email', label: 'An email', says: 'It goes to people whose address is known.' },
        ]}
      />
      <FormProblem text={refused} />
      <div class="dialog-actions">
        <button type="submit" class="button primary" disabled={busy || name.trim() === ''}>
          {busy ? 'Making …' : 'Write it'}
        </button>
      </div>
    </form>
  )
}
