import type { ButtonAttributes } from '@pavior/shared/document/document.ts'
import { formOf } from '@pavior/shared/document/document.ts'
import type { FormValues } from '@pavior/shared/document/form.ts'
import { isSafeLink } from '@pavior/shared/document/links.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import type { Texts } from '../texts/texts.ts'
import { Content, isText, Link } from './document.tsx'
import { Face } from './face.tsx'
import { Form, type Typed } from './form.tsx'
import { Icon } from './icons.tsx'

/** One line of a thread, ready to draw. `thread.ts` makes them. */
export type ThreadItem =
  | { is: 'day'; key: string; label: string }
  | {
      is: 'theirs'
      key: string
      message: MessageView
      /** Absent where the next message is from the same hand. */
      face: string | undefined
      footer: string | undefined
      typed: Typed
      sendingForm: { values: FormValues; waits: boolean } | undefined
      /** The pressed button's id. */
      pressed: string | undefined
    }
  | {
      is: 'mine'
      key: string
      number: number | undefined
      content: MessageView['content']
      state: 'sending' | 'waits' | 'sent' | 'refused'
      footer: string | undefined
      why: string | undefined
    }

export type MessageActions = {
  typeInForm(message: string, key: string, value: string): void
  leaveField(message: string, key: string): void
  submitForm(message: string): void
  pressButton(message: string, button: ButtonAttributes): void
  retry(entry: string): void
  discard(entry: string): void
}

export function Message({ item, texts, on }: { item: ThreadItem; texts: Texts; on: MessageActions }) {
  switch (item.is) {
    case 'day':
      return <p class="day">{item.label}</p>
    case 'mine':
      return <Mine item={item} texts={texts} on={on} />
    case 'theirs':
      return <Theirs item={item} texts={texts} on={on} />
  }
}

function Mine({ item, texts, on }: { item: ThreadItem & { is: 'mine' }; texts: Texts; on: MessageActions }) {
  return (
    <article class={item.state === 'sent' ? 'msg mine' : `msg mine waiting ${item.state}`} data-number={item.number}>
      <span class="only-heard">{texts.you}: </span>
      <div class="bubble">
        <Content doc={item.content} />
      </div>
      {item.state === 'refused' ? (
        <footer class="bad">
          <Icon name="alert" />
          <span>
            {texts.notSent}. {item.why}
          </span>
          <button type="button" class="link" onClick={() => on.retry(item.key)}>
            {texts.again}
          </button>
          <button type="button" class="link" onClick={() => on.discard(item.key)}>
            {texts.remove}
          </button>
        </footer>
      ) : (
        item.footer && (
          <footer>
            {item.state !== 'sent' && <Icon name="clock" />}
            {item.footer}
          </footer>
        )
      )}
    </article>
  )
}

function Theirs({ item, texts, on }: { item: ThreadItem & { is: 'theirs' }; texts: Texts; on: MessageActions }) {
  const { message, pressed } = item
  const { id, content } = message
  const form = formOf(content)
  const buttons = content.content.flatMap(block => (block.type === 'button' ? [block.attrs] : []))
  const text = content.content.filter(isText)
  return (
    <article class={item.face ? 'msg theirs' : 'msg theirs more'} data-number={message.number}>
      {message.from.name && <span class="only-heard">{message.from.name}: </span>}
      {item.face && <Face name={item.face} />}
      {text.length > 0 && (
        <div class="bubble">
          {message.email && <b>{texts.byEmail(message.email.subject)}</b>}
          <Content doc={{ type: 'doc', content: text }} />
        </div>
      )}
      {buttons.length > 0 && (
        <div class="buttons">
          {buttons.map(button => (
            <Button
              button={button}
              pressed={pressed === button.id}
              answered={pressed !== undefined}
              onPress={() => on.pressButton(id, button)}
            />
          ))}
        </div>
      )}
      {form && (
        <Form
          texts={texts}
          id={id}
          form={form}
          state={message.form}
          typed={item.typed}
          sending={item.sendingForm}
          on={{
            type: (key, value) => on.typeInForm(id, key, value),
            leave: key => on.leaveField(id, key),
            submit: () => on.submitForm(id),
          }}
        />
      )}
      {item.footer && <footer>{item.footer}</footer>}
    </article>
  )
}

type ButtonProps = { button: ButtonAttributes; pressed: boolean; answered: boolean; onPress(): void }

/** A link opens; a reply posts its label as the person's message, once (C11). */
function Button({ button, pressed, answered, onPress }: ButtonProps) {
  const { action, label } = button
  if ('url' in action)
    return isSafeLink(action.url) ? (
      <Link href={action.url} class="button" data-button={button.id}>
        {label}
      </Link>
    ) : null
  return (
    <button type="button" class="button" aria-pressed={pressed} disabled={answered} onClick={onPress}>
      {pressed && <Icon name="check" />}
      {label}
    </button>
  )
}
