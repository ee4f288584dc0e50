import type { Texts } from '../texts/texts.ts'
import { Face } from './face.tsx'
import { Icon } from './icons.tsx'
import { type NoticeName, Notices } from './notice.tsx'

export type HomeRow = { key: string; name: string; text: string; time: string; unread: number }

export type HomeProps = {
  texts: Texts
  team: string
  faces: string[]
  /** Somebody of the team is there; absent until known. */
  online: boolean | undefined
  sound: boolean
  /** Absent until known. */
  rows: HomeRow[] | undefined
  signedIn: boolean
  notices: NoticeName[]
  on: { close(): void; start(): void; open(key: string): void; sound(): void }
}

/** The first thing seen: who is there, one thing to do, and what was said before. */
export const Home = ({ texts, team, faces, online, sound, rows, signedIn, notices, on }: HomeProps) => (
  <div class="home">
    <header>
      <div class="home-top">
        <span class="faces">
          {faces.slice(0, 4).map(name => (
            <Face name={name} key={name} />
          ))}
        </span>
        <b class="team">{team}</b>
        <button
          type="button"
          class="icon push"
          aria-pressed={sound}
          aria-label={texts.soundLabel}
          title={sound ? texts.soundOn : texts.soundOff}
          onClick={on.sound}
        >
          <Icon name={sound ? 'bell' : 'mute'} />
        </button>
        <button type="button" class="icon" aria-label={texts.close} onClick={on.close}>
          <Icon name="cross" />
        </button>
      </div>
      <h1>{texts.greeting}</h1>
    </header>
    <button type="button" class="card go" onClick={on.start}>
      <span>
        <b>{texts.sendUs}</b>
        <small>{online ? texts.here : texts.later}</small>
      </span>
      <Icon name="send" />
    </button>
    <Notices texts={texts} notices={notices} />
    {rows && rows.length > 0 && (
      <nav class="talks" aria-label={texts.conversations}>
        {rows.map(row => (
          <button
            type="button"
            class={row.unread > 0 ? 'talk unread' : 'talk'}
            key={row.key}
            onClick={() => on.open(row.key)}
          >
            <Face name={row.name} />
            <b>{row.name}</b>
            <time>{row.time}</time>
            <p>{row.text}</p>
            {row.unread > 0 && <i role="img" aria-label={texts.unread(row.unread)} />}
          </button>
        ))}
      </nav>
    )}
    {rows?.length === 0 && (
      <div class="nothing">
        <Icon name="bubble" />
        <span>{signedIn ? texts.nothingSignedIn : texts.nothing}</span>
      </div>
    )}
    <small class="by">{texts.by}</small>
  </div>
)
