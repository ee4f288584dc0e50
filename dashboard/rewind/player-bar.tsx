import { Pause, Play, StepBack, StepForward } from 'lucide-preact'
import { Key } from '../ui/key.tsx'
import { still } from './still.ts'
import { momentOf } from './times.ts'
import { type Player, speeds } from './use-player.ts'

type Props = { player: Player; count: number; at: number; says: string }

/** Step, play, how fast, and back to now. */
export function PlayerBar({ player, count, at, says }: Props) {
  const { number, playing, speed, skips, goTo, toggle, setSpeed, setSkips } = player
  return (
    <div class="player-keys">
      <button
        {...still}
        type="button"
        class="icon"
        aria-label="Step back"
        title="Step back  ←"
        disabled={number <= 1}
        onClick={() => goTo(number - 1)}
      >
        <StepBack />
      </button>
      <button
        {...still}
        type="button"
        class="icon player-play"
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause  Space' : 'Play  Space'}
        onClick={toggle}
      >
        {playing ? <Pause /> : <Play />}
      </button>
      <button
        {...still}
        type="button"
        class="icon"
        aria-label="Step forward"
        title="Step forward  →"
        disabled={number >= count}
        onClick={() => goTo(number + 1)}
      >
        <StepForward />
      </button>
      <time class="player-moment" dateTime={new Date(at).toISOString()}>
        {momentOf(at)}
      </time>
      <span class="player-says soft" dir="auto">
        {says}
      </span>
      <span class="push" />
      <span class="player-hint faint" aria-hidden="true">
        <Key>←</Key> <Key>→</Key> step, <Key>Space</Key> play
      </span>
      <fieldset class="seg player-speed">
        <legend class="unseen">Speed</legend>
        {speeds.map(each => (
          <label key={each}>
            <input {...still} type="radio" name="speed" checked={each === speed} onChange={() => setSpeed(each)} />
            {each}×
          </label>
        ))}
      </fieldset>
      <button
        {...still}
        type="button"
        class="switch player-skip"
        role="switch"
        aria-checked={skips}
        onClick={() => setSkips(!skips)}
      >
        Skip idle time
      </button>
      <button {...still} type="button" class="button small" disabled={number >= count} onClick={() => goTo(count)}>
        Now
      </button>
    </div>
  )
}
