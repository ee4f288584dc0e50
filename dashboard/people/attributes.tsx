import './attributes.css'
import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { Plus } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { AddAttribute } from './add-attribute.tsx'
import { changePerson } from './change-person.ts'
import { EditableValue } from './editable-value.tsx'

/** What is known about a person, each value changed where it stands. */
export function Attributes({ person }: { person: PersonView }) {
  const [adding, setAdding] = useState(false)
  const own = Object.entries(person.attributes).sort(([a], [b]) => a.localeCompare(b))
  return (
    <section>
      <h3>
        Attributes
        <button
          type="button"
          class="icon"
          aria-label="Add an attribute"
          title="Add an attribute"
          aria-expanded={adding}
          onClick={() => setAdding(!adding)}
        >
          <Plus />
        </button>
      </h3>
      {adding ? <AddAttribute person={person} onDone={() => setAdding(false)} /> : null}
      <dl class="facts">
        <Line name="Name">
          <EditableValue label="Name" value={person.name} save={name => changePerson(person.id, { name })} />
        </Line>
        <Line name="Email">
          <EditableValue label="Email" value={person.email} save={email => changePerson(person.id, { email })} />
          {person.emailStatus !== undefined && <small class="faint">{emailStatuses[person.emailStatus]}</small>}
        </Line>
        <Line name="Phone">
          <EditableValue label="Phone" value={person.phone} save={phone => changePerson(person.id, { phone })} />
        </Line>
        {own.map(([key, value]) => (
          <Line key={key} name={key}>
            <EditableValue
              label={key}
              value={value}
              save={next => changePerson(person.id, { attributes: { [key]: next } })}
            />
          </Line>
        ))}
      </dl>
    </section>
  )
}

const emailStatuses = { unsubscribed: 'Unsubscribed: gets no campaign emails', bounced: 'Email came back' }

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt title={name}>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
