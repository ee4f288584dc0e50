import './settings.css'
import { CodeXml, KeyRound, UserRound, UsersRound, Wrench } from 'lucide-preact'
import { Link, Redirect } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { Empty } from '../ui/state.tsx'
import { AgentsSection } from './agents.tsx'
import { ApiKeysSection } from './api-keys.tsx'
import { TeamSection } from './team.tsx'
import { WidgetSection } from './widget.tsx'
import { YouSection } from './you.tsx'

const sections = {
  team: { name: 'Team', icon: Wrench, screen: TeamSection },
  agents: { name: 'Agents', icon: UsersRound, screen: AgentsSection },
  widget: { name: 'Widget', icon: CodeXml, screen: WidgetSection },
  keys: { name: 'API keys', icon: KeyRound, screen: ApiKeysSection },
  you: { name: 'You', icon: UserRound, screen: YouSection },
} as const

type SectionId = keyof typeof sections
const isSection = (id: string): id is SectionId => Object.hasOwn(sections, id)

/** Settings, one address for each section. */
export default function Settings({ section }: { section: string | undefined }) {
  if (section === undefined) return <Redirect to="/settings/team" replace />
  return (
    <main class="settings">
      <nav class="settings-nav" aria-label="Settings">
        <h2>Settings</h2>
        <div class="settings-links">
          {Object.entries(sections).map(([id, { name, icon: Icon }]) => (
            <Link key={id} class="nav" href={`/settings/${id}`} aria-current={id === section ? 'page' : undefined}>
              <Icon />
              <span>{name}</span>
            </Link>
          ))}
        </div>
      </nav>
      <div class="settings-body" key={section}>
        {isSection(section) ? <Section id={section} /> : <Empty title="There is no such section" />}
      </div>
    </main>
  )
}

function Section({ id }: { id: SectionId }) {
  const { name, screen: Screen } = sections[id]
  useTitle(name, 'Settings')
  return (
    <>
      <h1>{name}</h1>
      <Screen />
    </>
  )
}
