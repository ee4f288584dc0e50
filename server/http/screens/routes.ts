import { Hono } from 'hono'
import type { Needs } from '../needs.ts'
import { campaignContextRoutes } from './campaign-context.ts'
import { campaignScreenRoutes } from './campaigns.ts'
import { dryRunRoutes } from './dry-runs.ts'
import { emailRoutes } from './emails.ts'
import { uploadRoutes } from './images.ts'
import { guestRoutes, invitationRoutes } from './invitations.ts'
import { meRoutes } from './me.ts'
import { peopleRoutes } from './people.ts'
import { previewRoutes } from './previews.ts'
import { readRoutes } from './reads.ts'
import { rewindRoutes } from './rewind.ts'
import { keyRoutes, settingsRoutes } from './settings.ts'
import { startRoutes } from './start.ts'
import { statisticsScreenRoutes } from './statistics.ts'

/** `/api/dashboard`: for our own screens only, and free to change with them. */
export const screenRoutes = (needs: Needs): Hono =>
  new Hono()
    .route('/start', startRoutes(needs))
    .route('/invitations', guestRoutes(needs))
    .route('/invitations', invitationRoutes(needs))
    .route('/settings', settingsRoutes(needs))
    .route('/keys', keyRoutes(needs))
    .route('/campaigns', campaignScreenRoutes(needs))
    .route('/campaigns', statisticsScreenRoutes(needs))
    .route('/emails', emailRoutes(needs))
    .route('/images', uploadRoutes(needs))
    .route('/campaign-context', campaignContextRoutes(needs))
    .route('/previews', previewRoutes(needs))
    .route('/me', meRoutes(needs))
    .route('/', dryRunRoutes(needs))
    .route('/people', peopleRoutes(needs))
    .route('/rewind', rewindRoutes(needs))
    .route('/', readRoutes(needs))
