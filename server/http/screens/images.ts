import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { keepImage } from '../../images/images.ts'
import { LARGEST_IMAGE } from '../../images/read-image.ts'
import { readBytes } from '../body.ts'
import { agentsOnly } from '../callers.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const TOO_LARGE = new Problem('too-large', 'A picture may have at most 5 MB.')

/** Agents upload pictures: the body is the file as it is, its name and type count for nothing. */
export function uploadRoutes(needs: Needs): Hono<CalledByAgent> {
  const { environment, limits, pools } = needs
  return new Hono<CalledByAgent>().use(agentsOnly(needs)).post('/', async c => {
    const { team, agent } = c.var.caller
    await limits.take('agent-upload', agent.id)
    const bytes = await readBytes(c, LARGEST_IMAGE, TOO_LARGE)
    const { id, kind, width, height } = await keepImage(pools.screens, team.id, agent.id, bytes)
    return c.json({ src: `${environment.filesUrl}/images/${team.id}/${id}.${kind}`, width, height }, 201)
  })
}
