import type { Conversation, Enrollment, Life, Message } from '../journal/life.ts'
import { snapshot } from '../people/person.ts'

/**
 * A life that `apply` can change without changing the one it was made of. What is never changed in place (contents, values, pages)
 * is shared, and so is each message that stands in `like` as it does here: a message's revision rises with each change.
 */
export function copyLife(life: Life, like?: Life): Life {
  return {
    person: snapshot(life.person),
    conversations: new Map(
      [...life.conversations].map(([id, one]) => [id, copyConversation(one, like?.conversations.get(id))]),
    ),
    enrollments: new Map([...life.enrollments].map(([id, one]) => [id, copyEnrollment(one)])),
    noted: new Set(life.noted),
  }
}

function copyConversation(one: Conversation, like: Conversation | undefined): Conversation {
  const messages = one.messages.map((message, index) => {
    const same: Message | undefined = like?.messages[index]
    return same?.id === message.id && same.revision === message.revision ? same : { ...message }
  })
  return { ...one, messages, notes: [...one.notes] }
}

const copyEnrollment = (one: Enrollment): Enrollment => ({
  ...one,
  standing: one.standing.map(standing => ({ ...standing })),
  acts: one.acts.map(act => ({ ...act })),
  openForms: [...one.openForms],
  openEmails: [...one.openEmails],
})
