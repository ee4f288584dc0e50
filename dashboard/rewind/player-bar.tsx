import { Pause, Play, StepBack, StepForward } from 'lucide-preact'
import { countOf } from '../ui/count.ts'
import { Key } from '../ui/key.tsx'
import type { News } from './news.ts'
import { still } from './still.ts'
import { howLong, momentOf } from './times.ts'
import { type Player, speeds } from './use-player.ts'

type Props = { player: Player; count: number; at: number; says: string; news: News }

/** Step, play, how fast, and back to now. */
export function PlayerBar({ player, count, at, says, news }: Props) {
  const { number, playing, speed, skips, skipped, goTo, toggle, setSpeed, setSkips } = player
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
      {skipped > 0 ? <span class="tag player-skipped">{howLong(skipped)} skipped</span> : null}
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
        <span>
          Skip idle<span class="only-wide"> time</span>
        </span>
      </button>
      <span class="player-now" role="status">
        {news.count > 0 ? (
          <button {...still} type="button" class="button small" disabled={news.takesIn} onClick={news.takeIn}>
            {news.count === 1 ? '1 new moment' : `${countOf(news.count)} new moments`}
          </button>
        ) : (
          <button {...still} type="button" class="button small" disabled={number >= count} onClick={() => goTo(count)}>
            Now
          </button>
        )}
      </span>
    </div>
  )
}
