import { formOf, isBlank } from '../../document/document.ts'
import { fillVariables } from '../../document/variables.ts'
import { deliver } from '../deliver.ts'
import { acted, type Behaviour } from './behaviour.ts'

/** C11: puts a message into a conversation. One of which variables leave nothing for this person is skipped (C14). */
export const sendMessage: Behaviour<'send-message'> = {
  arrive: here => {
    const { course, component } = here
    const content = fillVariables(component.settings.content, course.world.life.person)
    if (isBlank(content)) acted(here, 'skipped', { reason: 'For this person the message is empty.' })
    else {
      const form = formOf(content) ? ('open' as const) : undefined
      acted(here, 'sent', deliver(here, { content, form }))
    }
    return {}
  },
}
