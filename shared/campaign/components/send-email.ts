import { isBlank } from '../../document/document.ts'
import { isEmail } from '../../document/form.ts'
import { fillVariables } from '../../document/variables.ts'
import { deliver } from '../deliver.ts'
import { acted, type Behaviour } from './behaviour.ts'

/** C12: sends an email, which is also an entry of the conversation. What is sent is fixed now. */
export const sendEmail: Behaviour<'send-email'> = {
  arrive: here => {
    const { course, component } = here
    const { person } = course.world.life
    const { subject, preview } = component.settings
    const content = fillVariables(component.settings.content, person)
    const reason = unfit(person.email, person.emailStatus) ?? (isBlank(content) ? EMPTY : undefined)
    if (reason !== undefined || person.email === undefined) acted(here, 'skipped', { reason: reason ?? NO_ADDRESS })
    else {
      const email = { to: person.email, subject, preview }
      acted(here, 'sent', deliver(here, { content, email }))
    }
    return {}
  },
}

const EMPTY = 'For this person the email is empty.'
const NO_ADDRESS = 'There is no email address.'

/** Why an address gets no email, in words. */
export function unfit(email: string | undefined, status: 'unsubscribed' | 'bounced' | undefined): string | undefined {
  if (email === undefined) return NO_ADDRESS
  if (!isEmail(email)) return 'The email address is not valid.'
  if (status === 'unsubscribed') return 'The address is unsubscribed.'
  return status === 'bounced' ? 'Email to the address came back.' : undefined
}
