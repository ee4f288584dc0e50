import { CircleAlert } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { Choice } from './choice.tsx'
import { type FormProps, listIn } from './form.ts'
import { Switch } from './switch.tsx'

/** C10: which messages of the person it hears. At the start of a campaign it asks something else than further down. */
export function InboundMessageForm({ component, settings, set, refused, draft }: FormProps) {
  const isRoot = draft.dependencies.every(({ to }) => to !== component.id)
  return (
    <>
      <section>
        {isRoot ? (
          <Choice
            label="Acts on"
            value={settings.which === 'any' ? 'any' : 'first'}
            options={[
              ['first', 'The first message'],
              ['any', 'Any message'],
            ]}
            onValue={which => set({ which })}
            hint={
              settings.which === 'any'
                ? 'Whatever the person writes, in any conversation.'
                : 'Of each conversation that the person starts.'
            }
          />
        ) : (
          <Choice
            label="Listens"
            value={settings.where === 'anywhere' ? 'anywhere' : 'upstream'}
            options={[
              ['upstream', 'In this conversation'],
              ['anywhere', 'Anywhere'],
            ]}
            onValue={where => set({ where: where === 'anywhere' ? where : undefined })}
            hint={
              settings.where === 'anywhere'
                ? 'To what the person writes in any conversation, once they are here.'
                : 'The one that this campaign last wrote in or was answered in. Where there is none, any.'
            }
          />
        )}
      </section>
      <section>
        <Phrases settings={settings} set={set} refused={refused} />
      </section>
    </>
  )
}

function Phrases({ settings, set, refused }: Pick<FormProps, 'settings' | 'set' | 'refused'>) {
  const id = useId()
  const phrases = listIn(settings, 'contains').filter(phrase => typeof phrase === 'string')
  const [own, setOwn] = useState({ phrases: '', text: '' })
  const text = own.phrases === phrases.join('\n') ? own.text : phrases.join('\n')
  const asked = 'contains' in settings
  const [wrong] = [refused('contains'), ...phrases.map((_, index) => refused(`contains.${index}`))].filter(Boolean)
  const write = (next: string) => {
    const lines = next
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
    setOwn({ phrases: lines.join('\n'), text: next })
    set({ contains: lines })
  }
  return (
    <>
      <Switch
        on={asked}
        onChange={on => set({ contains: on ? [] : undefined })}
        says="Only with certain words"
        hint={asked ? undefined : 'Off: whatever the message says.'}
      />
      {asked ? (
        <div class="field">
          <label for={id}>Words or phrases</label>
          <textarea
            id={id}
            class="input phrases"
            rows={4}
            value={text}
            placeholder={'price\nhow much'}
            aria-invalid={wrong === undefined ? undefined : true}
            aria-describedby={`${id}-told`}
            onInput={event => write(event.currentTarget.value)}
          />
          {wrong === undefined ? (
            <small id={`${id}-told`}>
              {phrases.length === 0
                ? 'One per line. None yet: any message counts.'
                : 'One per line; any of them is enough. Whole words, capitals do not matter.'}
            </small>
          ) : (
            <small id={`${id}-told`} class="field-hint bad">
              <CircleAlert />
              <span>A line {wrong}</span>
            </small>
          )}
        </div>
      ) : null}
    </>
  )
}
