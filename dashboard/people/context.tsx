import { languageTag } from '@pavior/shared/people/language.ts'
import type { PersonView } from '@pavior/shared/protocol/views.ts'
import type { ComponentChildren } from 'preact'
import { SafeLink } from '../ui/document.tsx'
import { shortPage } from '../ui/names.ts'
import { momentTime, wholeTime } from '../ui/time.ts'

/** Where the person is and what they use; only what is known. */
export function Context({ person }: { person: PersonView }) {
  const { page, firstSeenAt, lastSeenAt, signedUpAt, externalId } = person
  const device = [deviceName(person.device), person.os, person.browser].filter(Boolean).join(', ')
  return (
    <dl class="facts">
      {page ? (
        <Line name="On page">
          <SafeLink href={page.url}>
            <span class="link" title={page.title ?? page.url}>
              {shortPage(page.url)}
            </span>
          </SafeLink>
        </Line>
      ) : null}
      <Line name="First seen">
        <time dateTime={firstSeenAt} title={wholeTime(firstSeenAt)}>
          {momentTime(firstSeenAt)}
        </time>
      </Line>
      {/* Who is here now was not seen last at some other time. */}
      {lastSeenAt && !person.online ? (
        <Line name="Last seen">
          <time dateTime={lastSeenAt} title={wholeTime(lastSeenAt)}>
            {momentTime(lastSeenAt)}
          </time>
        </Line>
      ) : null}
      {signedUpAt ? (
        <Line name="Signed up">
          <time dateTime={signedUpAt} title={wholeTime(signedUpAt)}>
            {momentTime(signedUpAt)}
          </time>
        </Line>
      ) : null}
      {externalId ? <Line name="Their id">{externalId}</Line> : null}
      {device === '' ? null : <Line name="Device">{device}</Line>}
      {person.language ? <Line name="Language">{languageName(person.language)}</Line> : null}
      {person.timezone ? <Line name="Time zone">{person.timezone}</Line> : null}
    </dl>
  )
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function deviceName(device: string | undefined): string | undefined {
  return { desktop: 'Computer', mobile: 'Phone', tablet: 'Tablet' }[device ?? ''] ?? device
}

/** What was kept of somebody is not always a tag: shown as it is, then. */
function languageName(told: string): string {
  const tag = languageTag(told)
  return (tag && new Intl.DisplayNames('en', { type: 'language' }).of(tag)) ?? told
}
