import type { FormValues } from '@pavior/shared/document/form.ts'
import type { Field, Form as FormData } from '@pavior/shared/document/form-schema.ts'
import type { FormView } from '@pavior/shared/protocol/views.ts'
import type { Texts } from '../texts/texts.ts'
import { Icon } from './icons.tsx'

/** What was typed into a form and why it was refused, by field. It stays until the form is answered. */
export type Typed = { values: Record<string, string>; refused: Record<string, string> }

export type FormProps = {
  texts: Texts
  /** Of the message: names the fields in the page. */
  id: string
  form: FormData
  state: FormView | undefined
  typed: Typed
  /** Submitted here, and not yet acknowledged. */
  sending: { values: FormValues; waits: boolean } | undefined
  on: { type(key: string, value: string): void; leave(key: string): void; submit(): void }
}

/** The form of a message: open, on its way, submitted with its values, or no longer needed. */
export function Form({ texts, id, form, state, typed, sending, on }: FormProps) {
  const values = state?.values ?? sending?.values
  if (values)
    return (
      <div class="ask">
        <dl>
          {form.fields
            .filter(field => values[field.key] !== undefined)
            .map(field => (
              <div>
                <dt>{field.label}</dt>
                <dd>{String(values[field.key])}</dd>
              </div>
            ))}
        </dl>
        {state?.values ? (
          <span class="formstate good">
            <Icon name="done" />
            {values.email === undefined ? texts.formSent : texts.formSentWithEmail}
          </span>
        ) : (
          <span class="formstate">
            <Icon name="clock" />
            {sending?.waits ? texts.waits : texts.sending}
          </span>
        )}
      </div>
    )
  if (state?.state === 'closed') return <p class="gone">{texts.formClosed}</p>
  return (
    <form
      class="ask"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        for (const child of event.currentTarget.children) if (child instanceof HTMLElement) child.style.minHeight = ''
        on.submit()
      }}
    >
      {form.fields.map(field => {
        const why = typed.refused[field.key]
        const name = `${id}-${field.key}`
        return (
          <div class="asked">
            <label for={name}>
              {field.label}
              {field.required && <small> {texts.needed}</small>}
            </label>
            <Control
              field={field}
              texts={texts}
              attributes={{
                id: name,
                name: field.key,
                class: why ? 'input refused' : 'input',
                value: typed.values[field.key] ?? '',
                required: field.required,
                'aria-invalid': Boolean(why),
                'aria-describedby': why ? `${name}-why` : undefined,
                onInput({ currentTarget: { value, parentElement } }) {
                  // Put right, it leaves its sentence's room: what is below stays under the hand that waits there.
                  if (why && parentElement) parentElement.style.minHeight = `${parentElement.offsetHeight}px`
                  on.type(field.key, value)
                },
                onBlur: event => {
                  // Not while a button is being pressed: a sentence that appears would push it away from under the finger.
                  if (event.relatedTarget instanceof HTMLElement && event.relatedTarget.matches('.input'))
                    on.leave(field.key)
                },
              }}
            />
            {why && (
              <span class="why" id={`${name}-why`}>
                <Icon name="alert" />
                {why}
              </span>
            )}
          </div>
        )
      })}
      <button type="submit" class="button primary">
        {form.submit}
      </button>
    </form>
  )
}

type Attributes = {
  id: string
  name: string
  class: string
  value: string
  required: boolean
  'aria-invalid': boolean
  'aria-describedby': string | undefined
  onInput(event: { currentTarget: { value: string; parentElement: HTMLElement | null } }): void
  onBlur(event: { relatedTarget: EventTarget | null }): void
}

const autocomplete: Record<string, string> = { name: 'name', email: 'email', phone: 'tel', company: 'organization' }

function Control({ field, texts, attributes }: { field: Field; texts: Texts; attributes: Attributes }) {
  if (field.kind === 'choice')
    return (
      <select {...attributes}>
        <option value="">{field.placeholder ?? texts.choose}</option>
        {field.options?.map(option => (
          <option value={option}>{option}</option>
        ))}
      </select>
    )
  const more = {
    ...attributes,
    placeholder: field.placeholder,
    autocomplete: autocomplete[field.key] ?? 'off',
    maxLength: 1000,
  }
  if (field.kind === 'email' || field.key === 'email') return <input {...more} type="email" />
  if (field.kind === 'date') return <input {...more} type="date" />
  if (field.key === 'phone') return <input {...more} type="tel" />
  return <input {...more} type="text" inputMode={field.kind === 'number' ? 'decimal' : undefined} />
}
