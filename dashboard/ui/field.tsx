import { CircleAlert } from 'lucide-preact'
import type { ComponentChildren, ComponentProps, TargetedInputEvent } from 'preact'
import { useId } from 'preact/hooks'

type Props = Label & {
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
  return (
    <Labelled label={label} hint={hint} refused={refused}>
      {labelled => (
        <Input
          type={type}
          {...labelled}
          class="input"
          value={value}
          autocomplete={autocomplete}
          onInput={(event: TargetedInputEvent<HTMLInputElement>) => onValue(event.currentTarget.value)}
          ref={autoFocus ? focusOnce : undefined}
          {...more}
        />
      )}
    </Labelled>
  )
}

type Label = { label: string; hint?: ComponentChildren; refused?: string | undefined }
type LabelledBy = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }

/** What is typed or chosen in, with its label above and what is to be said of it below. */
export function Labelled({
  label,
  hint,
  refused,
  children,
}: Label & { children: (labelled: LabelledBy) => ComponentChildren }) {
  const id = useId()
  const told = refused ?? hint
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-invalid': refused === undefined ? undefined : true,
        'aria-describedby': told === undefined ? undefined : `${id}-told`,
      })}
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
