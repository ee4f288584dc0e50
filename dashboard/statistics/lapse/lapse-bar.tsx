import './lapse.css'
import { Pause, Play as PlayIcon, X } from 'lucide-preact'
import { momentTime } from '../../ui/time.ts'
import type { Play } from './play.ts'
import { LENGTH, type Player } from './use-play.ts'

type Props = { play: Play | undefined; failed: boolean; player: Player; onClose: () => void }

/** Plays a period in seconds: below the graph, whose numbers follow. */
export function LapseBar({ play, failed, player, onClose }: Props) {
  const { position, playing } = player
  const says = play ? momentTime(new Date(momentAt(play, position)).toISOString()) : ''
  return (
    <fieldset class="lapse-bar" aria-label="Time-lapse">
      <button
        type="button"
        class="icon"
        aria-label={playing ? 'Pause' : 'Play'}
        disabled={!play}
        onClick={playing ? player.pause : player.play}
      >
        {playing ? <Pause /> : <PlayIcon />}
      </button>
      <input
        type="range"
        min={0}
        max={LENGTH}
        step={0.01}
        value={position}
        disabled={!play}
        aria-label="Moment"
        aria-valuetext={says}
        onInput={event => {
          player.pause()
          player.goTo(Number(event.currentTarget.value))
        }}
      />
      <span class="num lapse-moment">{failed ? 'It could not be read' : play ? says : 'Reading …'}</span>
      <button type="button" class="icon" aria-label="End the time-lapse" onClick={onClose}>
        <X />
      </button>
    </fieldset>
  )
}

export const momentAt = ({ from, to }: Play, position: number): number => from + ((to - from) * position) / LENGTH
