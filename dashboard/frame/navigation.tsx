import { useQuery } from '@tanstack/react-query'
import {
  Inbox,
  Keyboard,
  LogOut,
  Mails,
  Moon,
  Settings,
  Sun,
  SunMoon,
  UserRound,
  UsersRound,
  Workflow,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Link, useLocation } from 'wouter-preact'
import { type ListId, listNames, type NamedList } from '../live/lists.ts'
import { countsQuery, inboxesQuery } from '../live/queries.ts'
import { useStore } from '../live/store.ts'
import type { Me } from '../live/views.ts'
import { Face } from '../ui/face.tsx'
import { Item, Line, Menu } from '../ui/menu.tsx'
import { showKeys } from './keys-dialog.tsx'
import { prefer, preferences } from './preferences.ts'
import { signOut } from './sign-out.ts'

const named: NamedList[] = ['mine', 'unassigned', 'all', 'snoozed', 'closed']

/** Where one can go: at the left, as a rail when there is less room, as tabs at the bottom of a phone. */
export function Navigation({ me }: { me: Me }) {
  const [path] = useLocation()
  const counts = useQuery(countsQuery).data
  const inboxes = useQuery(inboxesQuery).data?.data ?? []
  const inSettings = path.startsWith('/settings')
  return (
    <nav class="side" aria-label="Main">
      <p class="team">
        <span class="logo" aria-hidden="true">
          {[...me.team.name][0]?.toUpperCase()}
        </span>
        <b>{me.team.name}</b>
      </p>
      <Link class="nav nav-tab" href="/inbox/mine" aria-current={path.startsWith('/inbox') ? 'true' : undefined}>
        <Inbox />
        <span>Inbox</span>
      </Link>
      <div class="nested">
        {named.map(list => (
          <ListLink key={list} list={list} count={counts?.[list]}>
            {listNames[list]}
          </ListLink>
        ))}
        {inboxes.length === 0 ? null : <h2>Inboxes</h2>}
        {inboxes.map(inbox => (
          <ListLink
            key={inbox.id}
            list={`inbox-${inbox.id}`}
            count={counts?.inboxes[inbox.id] ?? (counts ? 0 : undefined)}
          >
            {inbox.name}
          </ListLink>
        ))}
      </div>
      <Link class="nav nav-tab" href="/people" aria-current={path.startsWith('/people') ? 'page' : undefined}>
        <UsersRound />
        <span>People</span>
      </Link>
      <Link class="nav nav-tab" href="/campaigns" aria-current={path.startsWith('/campaigns') ? 'page' : undefined}>
        <Workflow />
        <span>Campaigns</span>
      </Link>
      <Link class="nav nav-tab" href="/outbox" aria-current={path.startsWith('/outbox') ? 'page' : undefined}>
        <Mails />
        <span>Outbox</span>
      </Link>
      <Link class="nav nav-tab" href="/settings" aria-current={inSettings ? 'page' : undefined}>
        <Settings />
        <span>Settings</span>
      </Link>
      <MyMenu me={me} />
    </nav>
  )
}

function ListLink({ list, count, children }: { list: ListId; count: number | undefined; children: ComponentChildren }) {
  const [path] = useLocation()
  const href = `/inbox/${list}`
  const here = path === href || path.startsWith(`${href}/`)
  return (
    <Link class="nav" href={href} aria-current={here ? 'page' : undefined}>
      <span>{children}</span>
      <span class="count">{count === undefined ? '' : count.toLocaleString('en')}</span>
    </Link>
  )
}

const themes = { system: SunMoon, light: Sun, dark: Moon }
const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const

function MyMenu({ me }: { me: Me }) {
  const { away, theme } = useStore(preferences, now => now)
  const [, navigate] = useLocation()
  const ThemeIcon = themes[theme]
  return (
    <div class="me">
      <Menu
        className="me-button"
        side="top"
        trigger={
          <>
            <Face name={me.agent.name} there={away ? 'away' : true} />
            <span class="me-name">
              <span>{me.agent.name}</span>
              <small>{away ? 'Away' : 'Available'}</small>
            </span>
          </>
        }
      >
        <Item icon={<span class={away ? 'state live' : 'state'} />} onPick={() => prefer({ away: !away })}>
          {away ? 'Set yourself to available' : 'Set yourself to away'}
        </Item>
        <Item icon={<ThemeIcon />} aside={theme} onPick={() => prefer({ theme: nextTheme[theme] })}>
          Theme
        </Item>
        <Item icon={<Keyboard />} aside="?" onPick={showKeys}>
          Keys
        </Item>
        <Item icon={<UserRound />} onPick={() => navigate('/settings/you')}>
          Your settings
        </Item>
        <Line />
        <Item icon={<LogOut />} onPick={() => void signOut()}>
          Sign out
        </Item>
      </Menu>
      <button type="button" class="icon keys-hint" aria-label="Show all keys" title="All keys  ?" onClick={showKeys}>
        <kbd>?</kbd>
      </button>
    </div>
  )
}
