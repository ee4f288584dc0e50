import './dry-run.css'
import { linesOf } from '@pavior/shared/dry-run/explain.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import { ChevronLeft, ChevronRight, FlaskConical, RotateCcw, X } from 'lucide-preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useBuilder } from '../use-builder.ts'
import { DryRunChat } from './chat.tsx'
import { Keeping } from './keeping.tsx'
import { litOf } from './lit.ts'
import { NextMove } from './next-move.tsx'
import { attributesIn, fresh, type Played, played, runOf } from './played.ts'
import { ScenarioList } from './scenario-list.tsx'
import { useGraph, useScenarios, useTeam } from './scenarios.ts'
import { Standing, Story } from './story.tsx'
import { Unfinished } from './unfinished.tsx'
import { nobody, WhoForm, whoInWords } from './who.tsx'
import { momentIn } from './words.ts'

/** Plays the draft on somebody: what they do at the left, the way they take on the canvas, what follows at the right. */
export function DryRun({ scenario }: { scenario: string | undefined }) {
  const { draft, campaign, light, open, names } = useBuilder()
  const checked = useScenarios()
  const wanted = checked.find(one => one.scenario.id === scenario)?.scenario
  const [now, setNow] = useState<Played>(() => (wanted ? played(wanted) : fresh(nobody)))
  const [index, setIndex] = useState<number>()
  const [asksWho, askWho] = useState(false)
  const [saves, setSaves] = useState(false)
  const graph = useGraph(draft)
  const team = useTeam()
  const created = Date.parse(campaign.createdAt)
  const run = useMemo(
    () => (graph && team ? runOf(campaign.id, created, graph, team, now) : undefined),
    [campaign.id, created, graph, team, now],
  )
  const last = (run?.moments.length ?? 0) - 1
  const at = Math.min(index ?? last, last)
  const moment = run?.moments[at]
  const told = useMemo(() => run?.moments.map(one => linesOf(run, one, names)) ?? [], [run, names])
  useEffect(() => {
    light(run ? litOf(run, told, at, names) : undefined)
  }, [run, told, at, names])
  useEffect(() => () => light(undefined), [])
  const begin = (next: Played) => {
    setNow(next)
    setIndex(undefined)
    setSaves(false)
  }
  const onPlay = (move: Move) => {
    // Played from an earlier moment, what came after it is another story.
    const before = at === last || !moment ? now.moves : now.moves.slice(0, moment.move + 1)
    begin({ ...now, moves: [...before, move] })
  }
  const step = (by: number) => setIndex(Math.max(0, Math.min(last, at + by)))
  const kept = checked.find(one => one.scenario.id === now.scenario)?.scenario
  const known = useMemo(() => attributesIn(graph), [graph])
  return (
    <section class="dry-run" aria-label="Dry run">
      <aside class="dry-person" aria-label="The person">
        <header class="bar">
          <span class="tile">
            <FlaskConical />
          </span>
          <h2>Dry run</h2>
          <span class="push" />
          <button
            type="button"
            class="icon"
            aria-label="Close the dry run"
            title="Close"
            onClick={() => open(undefined)}
          >
            <X />
          </button>
        </header>
        <div class="who">
          <span class="who-name" dir="auto">
            {whoInWords(now.who)}
          </span>
          <button type="button" class="button small" aria-expanded={asksWho} onClick={() => askWho(!asksWho)}>
            {asksWho ? 'Done' : 'Change'}
          </button>
        </div>
        {asksWho ? (
          <WhoForm
            who={now.who}
            known={known}
            onPick={who =>
              begin({ ...now, who, ...(who.is === 'real' && { moves: [], at: new Date().toISOString() }) })
            }
          />
        ) : null}
        <div class="dry-chat">
          <DryRunChat moment={moment} onPlay={onPlay} />
        </div>
        {run ? <NextMove run={run} moment={moment} known={known} onPlay={onPlay} /> : null}
      </aside>
      <aside class="dry-story" aria-label="What follows">
        <header class="bar">
          <h2>What follows</h2>
          <span class="push" />
          <button
            type="button"
            class="icon"
            aria-label="One step back"
            title="One step back"
            disabled={at <= 0}
            onClick={() => step(-1)}
          >
            <ChevronLeft />
          </button>
          <button
            type="button"
            class="icon"
            aria-label="One step on"
            title="One step on"
            disabled={at >= last}
            onClick={() => step(1)}
          >
            <ChevronRight />
          </button>
          <button
            type="button"
            class="icon"
            aria-label="From the beginning"
            title="From the beginning"
            disabled={now.moves.length === 0}
            onClick={() => begin(fresh(now.who))}
          >
            <RotateCcw />
          </button>
        </header>
        <div class="dry-body">
          {run && moment && team ? (
            <p class="faint">
              It is {momentIn(moment.at, team.zone)} ({team.zone.replaceAll('_', ' ')})
            </p>
          ) : null}
          {graph ? null : <Unfinished />}
          {run && run.moments.length === 0 ? (
            <p class="soft">Nobody knows them yet. Write in the chat, or choose below it what happens next.</p>
          ) : null}
          {run ? (
            <>
              <Story run={run} told={told} moves={now.moves} at={at} onStep={setIndex} />
              <Standing run={run} at={at} />
            </>
          ) : null}
          {run && now.moves.length > 0 && graph && team ? (
            saves ? (
              <Keeping
                now={now}
                campaign={campaign.id}
                created={created}
                graph={graph}
                team={team}
                kept={kept}
                onSaved={id => begin({ ...now, scenario: id })}
                onCancel={() => setSaves(false)}
              />
            ) : (
              <button type="button" class="button" onClick={() => setSaves(true)}>
                {kept ? 'Save what is expected' : 'Keep as a scenario'}
              </button>
            )
          ) : null}
          <ScenarioList
            checked={checked}
            shown={now.scenario}
            onShow={one => {
              begin(played(one))
              askWho(false)
            }}
          />
        </div>
      </aside>
    </section>
  )
}
