import './outbox.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { MailOpen } from 'lucide-preact'
import { useLocation } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { emailsQuery } from '../live/queries.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { Email } from './email.tsx'
import { EmailRow } from './email-row.tsx'

/** The emails of the team: those that left, or would have. A list, and one of them as its reader gets it. */
export default function Outbox({ email }: { email: string | undefined }) {
  const [, navigate] = useLocation()
  useTitle('Outbox')
  useKeys({ back: () => (email === undefined ? undefined : navigate('/outbox')) })
  return (
    <main class={`outbox ${email === undefined ? 'at-list' : 'at-email'}`}>
      <EmailList chosen={email} />
      {email === undefined ? (
        <section class="pane outbox-email nothing" aria-label="Email">
          <Empty icon={<MailOpen />} title="No email open">
            Choose one in the list to see it as its reader does.
          </Empty>
        </section>
      ) : (
        <Email key={email} id={email} />
      )}
    </main>
  )
}

function EmailList({ chosen }: { chosen: string | undefined }) {
  const query = useInfiniteQuery(emailsQuery)
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const via = query.data?.pages[0]?.via
  useMoving(rows, chosen)
  return (
    <section class="pane outbox-list" aria-label="Outbox">
      <header class="bar">
        <h1>Outbox</h1>
        <span class="faint">{via === undefined ? '' : ways[via]}</span>
      </header>
      <div class="rows" data-keys="list">
        {query.isPending ? <Bones rows={6} kind="talk" /> : null}
        {query.isError && rows.length === 0 ? (
          <Failed what="The emails could not be read" error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {query.isSuccess && rows.length === 0 ? <NoEmails /> : null}
        {rows.length === 0 ? null : (
          <ul class="mails">
            {rows.map(row => (
              <li key={row.id}>
                <EmailRow email={row} chosen={row.id === chosen} />
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage ? (
          <p class="more">
            <button
              type="button"
              class="button small"
              aria-busy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show earlier ones
            </button>
          </p>
        ) : null}
      </div>
    </section>
  )
}

const ways = { outbox: 'Nothing leaves this server', smtp: 'Through SMTP', resend: 'Through Resend' }

const NoEmails = () => (
  <Empty icon={<MailOpen />} title="No emails yet">
    What campaigns send by email appears here by itself, as its reader gets it.
  </Empty>
)

/** J and K move the focus from row to row; Enter, a link's own key, opens. */
function useMoving(rows: { id: string }[], chosen: string | undefined): void {
  const links = () => [...document.querySelectorAll<HTMLElement>('[data-mail]')]
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    const all = links()
    const focused = all.findIndex(link => link.matches(':focus'))
    const from = focused === -1 ? rows.findIndex(row => row.id === chosen) : focused
    all[Math.min(Math.max(from + by, 0), all.length - 1)]?.focus()
  }
  useKeys({ 'list.next': move(1), 'list.previous': move(-1) })
}
