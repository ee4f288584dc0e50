import { calledIn } from '@pavior/shared/campaign/called.ts'
import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import type { Line } from '@pavior/shared/campaign/explain.ts'
import type { Published } from '@pavior/shared/campaign/published.ts'
import { type Why, why } from '@pavior/shared/campaign/why.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { WhyAnswer } from '@pavior/shared/protocol/why.ts'
import { type Instant, toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { personOf } from '../people/reads.ts'
import { streamsOf } from '../rewind/journal.ts'
import { unknownCampaign } from './drafts.ts'
import type { TeamNames } from './live.ts'
import { statuses } from './reads.ts'

/** More than so many of each of a person's journals are not gone through. */
const MOST_ENTRIES = 100_000
/** Of the newest; older ones only where the person was in them. */
const MOST_VERSIONS = 50

type Question = { team: string; names: TeamNames; campaign: string; person: string; now: Instant }

/** Why a person is in a campaign, or is not, as of now. Throws `not-found`, `gone` (C26) and `too-large`. */
export async function whyOf(
  sql: Sql,
  log: Pick<Log, 'error'>,
  { team, names, campaign, person, now }: Question,
): Promise<WhyAnswer> {
  const { name, ...published } = await publishedOf(sql, team, campaign)
  const who = await personOf(sql, team, person)
  const versions = await versionsFor(sql, team, { ...published, name }, who)
  const streams = await streamsOf(sql, log, team, who.id, MOST_ENTRIES)
  if (streams === 'too-many')
    throw new Problem('too-large', 'Too much has happened to this person to say why. Their journal tells it.')
  const called = calledIn(versions.map(({ campaign: { newest } }) => newest))
  const words = {
    ...called,
    inbox: (id: string) => names.inboxNames.get(id),
    agent: (id: string) => names.agentNames.get(id),
    campaign: (id: string) => names.campaignNames.get(id),
  }
  const journal = { person: who.id, streams: (stream: string) => streams.get(stream) ?? [] }
  // The database's clock may be ahead of this one by a little.
  const at = Math.max(now, lastOf(streams.get(who.id)))
  const found = why({ ...published, versions }, journal, at, words)
  return answerOf(found, { campaign: { id: campaign, name, status: published.status }, who, at, called })
}

const lastOf = (entries: readonly Entry[] = []): Instant => entries.at(-1)?.at ?? 0

type Head = Omit<Published, 'versions'> & { name: string; createdAt: Instant; activatedAt: Instant }

const HeadRow = z.object({
  name: z.string(),
  status: z.enum(statuses),
  created_at: z.date(),
  activated_at: z.date().nullable(),
  enrolling: z.boolean(),
})

async function publishedOf(sql: Sql, team: string, id: string): Promise<Head> {
  const [row] = await sql`
    select name, status, created_at, activated_at, exists (
      select from campaign_work w where w.team_id = c.team_id and w.campaign_id = c.id and w.kind = 'enroll'
        and w.ended_at is null) as enrolling
    from campaigns c where team_id = ${team} and id = ${id}`
  if (!row) throw unknownCampaign()
  const { name, status, created_at, activated_at, enrolling } = HeadRow.parse(row)
  const createdAt = created_at.getTime()
  return { id, name, status, enrolling, createdAt, activatedAt: activated_at?.getTime() ?? createdAt }
}

const VersionRow = z.object({ version: z.number(), published_at: z.date(), graph: CampaignGraph })

/** The newest versions, and those the person was in, the oldest first. */
async function versionsFor(
  sql: Sql,
  team: string,
  { id, name, createdAt, activatedAt }: Head,
  { id: person }: Person,
): Promise<Published['versions']> {
  const rows = await sql`
    select version, published_at, graph from campaign_versions v where team_id = ${team} and campaign_id = ${id}
      and (version > ((select version from campaigns where team_id = ${team} and id = ${id}) - ${MOST_VERSIONS}::int)
        or version in (select version from enrollments
          where team_id = ${team} and person_id = ${person} and campaign_id = ${id}))
    order by version`
  const read = rows.map(row => VersionRow.parse(row))
  const versions = new Map(read.map(({ version, graph }) => [version, compileGraph(graph, version)]))
  return read.map(({ version, published_at, graph }) => {
    const { audience, exits, reentry, startable } = graph
    const newest = versions.get(version) ?? compileGraph(graph, version)
    const campaign: CompiledCampaign = {
      ...{ id, name, status: 'active', createdAt, activatedAt, looks: 0, moveBefore: 0 },
      ...{ audience, exits, reentry, startable, newest, versions },
    }
    return { since: published_at.getTime(), campaign }
  })
}

type About = {
  campaign: WhyAnswer['campaign']
  who: Person
  at: Instant
  called: { component: (id: string) => string | undefined }
}

function answerOf({ visits, changes, decided, ...found }: Why, { campaign, who, at, called }: About): WhyAnswer {
  const { reason, says, since, judged, exit, asks, happened } = found
  const told = visits.map(({ enrollment: { id, version, status, enteredAt, leftAt }, ...visit }) => ({
    ...{ enrollment: id, version, status, enteredAt: toIso(enteredAt) },
    ...(leftAt !== undefined && { leftAt: toIso(leftAt) }),
    stands: visit.stands.map(line => tell(line)),
    told: visit.told.map(line => tell(line, line.at)),
    unreached: visit.unreached,
  }))
  const spoken = new Set(
    told.flatMap(({ stands, told: lines, unreached }) => [
      ...[...stands, ...lines].flatMap(({ component }) => component ?? []),
      ...unreached,
    ]),
  )
  return {
    campaign,
    person: {
      ...{ id: who.id, type: who.type },
      ...(who.name !== undefined && { name: who.name }),
      ...(who.email !== undefined && { email: who.email }),
    },
    at: toIso(at),
    ...(happened && { happened: { ...happened, at: toIso(happened.at) } }),
    ...{ reason, says },
    ...(since !== undefined && { since: toIso(since) }),
    ...(judged !== undefined && { judged: toIso(judged) }),
    ...(exit !== undefined && { exit }),
    ...(asks !== undefined && { asks }),
    ...(decided && {
      decided: decided.map(({ since: from, ...one }) => ({
        ...one,
        ...(from !== undefined && { since: toIso(from) }),
      })),
    }),
    visits: told,
    changes: changes.map(change => ({ ...change, at: toIso(change.at) })),
    components: Object.fromEntries([...spoken].map(id => [id, called.component(id) ?? id])),
  }
}

const tell = ({ tone, component, says, until, refused }: Line, at?: Instant) => ({
  ...(at !== undefined && { at: toIso(at) }),
  tone,
  ...(component !== undefined && { component }),
  says,
  ...(until !== undefined && { until: toIso(until) }),
  ...(refused && { refused }),
})
