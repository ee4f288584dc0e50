import { CircleAlert } from 'lucide-preact'
import type { ComponentChildren, ComponentProps, TargetedInputEvent } from 'preact'
import { useId } from 'preact/hooks'

type Props = {
  label: string
  hint?: ComponentChildren
  refused?: string | undefined
  value: string
  onValue: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'datetime-local'
  autocomplete?: AutoFill
  placeholder?: string
  required?: boolean
  maxLength?: number
  autoFocus?: boolean
  disabled?: boolean
  min?: string
}

type AutoFill =
  | 'name'
  | 'email'
  | 'username'
  | 'current-password'
  | 'new-password'
  | 'organization'
  | 'off'
  | 'one-time-code'

/** A labelled field; the reason it is refused stands under it, and what was typed stays. */
export function Field({
  label,
  hint,
  refused,
  value,
  onValue,
  type = 'text',
  autocomplete = 'off',
  autoFocus,
  ...more
}: Props) {
  const id = useId()
  const told = refused ?? hint
  const shared = {
    id,
    class: 'input',
    value,
    autocomplete,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onValue(event.currentTarget.value),
    'aria-invalid': refused === undefined ? undefined : true,
    'aria-describedby': told === undefined ? undefined : `${id}-told`,
    ref: autoFocus ? focusOnce : undefined,
  } as const
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Input type={type} {...shared} {...more} />
      {told === undefined ? null : (
        <small id={`${id}-told`} class={refused === undefined ? 'field-hint' : 'field-hint bad'}>
          {refused === undefined ? null : <CircleAlert />}
          <span>{told}</span>
        </small>
      )}
    </div>
  )
}

type Shared = Omit<ComponentProps<'input'>, 'type' | 'list' | 'role'>

/** One element for each type: which attributes an input may have depends on it. */
function Input({ type, ...shared }: Shared & { type: NonNullable<Props['type']> }) {
  switch (type) {
    case 'text':
      return <input type="text" {...shared} />
    case 'email':
      return <input type="email" {...shared} />
    case 'password':
      return <input type="password" {...shared} />
    case 'datetime-local':
      return <input type="datetime-local" {...shared} />
  }
}

const focused = new WeakSet<HTMLElement>()

/** The first field of a screen has the focus when it opens, and only then. */
function focusOnce(input: HTMLElement | null): void {
  if (!input || focused.has(input)) return
  focused.add(input)
  input.focus()
}

/** Why a form as a whole was refused. */
export function FormProblem({ text }: { text: string | undefined }) {
  return (
    <div role="alert">
      {text === undefined ? null : (
        <p class="form-problem">
          <CircleAlert />
          <span>{text}</span>
        </p>
      )}
    </div>
  )
}
