import type { EmailView } from '@pavior/shared/protocol/emails.ts'
import { Link } from 'wouter-preact'
import { Face } from '../ui/face.tsx'
import { shortTime, wholeTime } from '../ui/time.ts'
import { stateOf } from './states.ts'

/** An email in the list: to whom, what about, from which campaign, how it stands, when. */
export function EmailRow({ email, chosen }: { email: EmailView; chosen: boolean }) {
  const { id, person, subject, campaign, at } = email
  const { word, tone } = stateOf(email)
  return (
    <Link class="mail" href={`/outbox/${id}`} aria-current={chosen ? 'true' : undefined} data-mail={id}>
      <Face name={person.name ?? person.email} />
      <b>{person.name ?? person.email}</b>
      <time dateTime={at} title={wholeTime(at)}>
        {shortTime(at)}
      </time>
      <p>{subject}</p>
      <small>{campaign.name}</small>
      <span class={`tag ${tone}`}>{word}</span>
    </Link>
  )
}
