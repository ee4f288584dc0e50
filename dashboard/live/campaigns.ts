import { client } from './client.ts'

/** What is kept here of one campaign, and of all: under these keys (queries.ts). */
const ofOne = new Set(['campaign', 'versions', 'publishing', 'statistics-chart', 'statistics-ways'])
const ofAll = new Set(['campaigns', 'campaign-context', 'startable'])

/** A campaign was made, published, paused, resumed or deleted, here or elsewhere: what screens show of it is read again. */
export function campaignHeard({ campaign }: { campaign: string }): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [what, which] }) =>
      ofAll.has(String(what)) || (ofOne.has(String(what)) && (which === campaign || isOf(which, campaign))),
  })
}

const isOf = (which: unknown, campaign: string): boolean =>
  typeof which === 'object' && which !== null && 'campaign' in which && which.campaign === campaign
