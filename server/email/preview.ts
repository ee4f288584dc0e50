import { shownDocument } from '@pavior/shared/document/shown.ts'
import { fillVariables } from '@pavior/shared/document/variables.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import { html } from 'hono/html'
import type { LiveTeam } from '../campaigns/live.ts'
import { renderEmail, type Sender } from './render.ts'

export type Written = { from: string; subject: string; preview?: string | undefined; content?: unknown }

const NOBODY = '00000000-0000-0000-0000-000000000000'
const DARK = '@media (prefers-color-scheme: dark)'

/** An email that is being written as this person would get it, finished or not. Nothing is sent or stored. */
export async function previewEmail(
  written: Written,
  person: Person,
  scheme: 'light' | 'dark',
  team: LiveTeam,
  sender: Sender,
): Promise<string> {
  const rendered = await renderEmail(
    {
      team,
      email: NOBODY,
      fromName: team.agentNames.get(written.from) ?? team.name,
      to: person.email ?? 'somebody@example.com',
      subject: written.subject,
      preview: written.preview,
      content: fillVariables(shownDocument(written.content), person),
    },
    sender,
  )
  // A frame can't be told what its reader prefers: the sheet is.
  return rendered.html.replace(DARK, scheme === 'dark' ? '@media all' : '@media not all')
}

/** In the frame of a preview that can't be shown. */
export const noPreview = (sentence: string) =>
  html`<!doctype html><html lang="en"><title>No preview</title><body style="font: 15px/24px system-ui; padding: 24px"><p>${sentence}</p></body></html>`
