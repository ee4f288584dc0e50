import { parse } from '@pavior/shared/parse.ts'
import { type RewindPart, type RewindView, rewindKinds } from '@pavior/shared/protocol/rewind.ts'
import type { Recorded } from '@pavior/shared/rewind/told.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { rewoundOf } from '../../rewind/about.ts'
import { graphsOf, outlineOf } from '../../rewind/campaigns.ts'
import { beginning, partOf, placeText, readPlace } from '../../rewind/journal.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const Kind = z.object({ kind: z.enum(rewindKinds) })
const Query = z.object({ after: z.string().max(100).optional() })

/** A past for the screen that rewinds it: the first part with all that is known beside it, then only the entries. */
export function rewindRoutes(needs: Needs): Hono<CalledByAgent> {
  const { log } = needs
  const sql = needs.pools.screens

  return new Hono<CalledByAgent>().use(agentsOnly(needs)).get('/:kind/:id', async c => {
    const { team } = c.var.caller
    const { kind } = parse(Kind, c.req.param())
    const { after } = parse(Query, c.req.query())
    const { person, about } = await rewoundOf(sql, team.id, kind, idIn(c))
    const { streams, enrollments, versions } = await outlineOf(sql, team.id, person)
    const place = after === undefined ? beginning(streams) : readPlace(after, streams)
    const part = await partOf(sql, log, team.id, streams, place)
    const answer: RewindPart = { streams: byStream(part.entries), after: placeText(part.after), more: part.more }
    if (after !== undefined) return c.json(answer)
    const names: RewindView['names'] = {
      team: team.name,
      agents: Object.fromEntries(team.agentNames),
      inboxes: Object.fromEntries(team.inboxNames),
      campaigns: Object.fromEntries(team.campaignNames),
      enrollments: Object.fromEntries(enrollments),
    }
    const campaigns = await graphsOf(sql, log, team.id, versions)
    return c.json({ person, about, campaigns, names, ...answer } satisfies RewindView)
  })
}

function byStream(entries: readonly { stream: string; entry: Recorded }[]): Record<string, Recorded[]> {
  const streams = new Map<string, Recorded[]>()
  for (const { stream, entry } of entries) {
    const own = streams.get(stream) ?? []
    own.push(entry)
    streams.set(stream, own)
  }
  return Object.fromEntries(streams)
}
