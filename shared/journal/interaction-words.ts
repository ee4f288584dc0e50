import type { Entry } from './entry.ts'
import type { Interaction } from './interaction.ts'

/** Told later than that, it is said by how much. */
const LATE = 3000

/** What was done in the widget, as a sentence. The server's clock rules: the visitor's only says how much earlier it was. */
export function interactedInWords({ what, before }: Extract<Entry, { kind: 'interacted' }>): string {
  const late = before > LATE ? `, told ${Math.round(before / 1000).toLocaleString('en')} s later` : ''
  return said(what) + late
}

function said(what: Interaction): string {
  switch (what.does) {
    case 'began':
      return `The widget came up${where(what)}`
    case 'opened':
      return 'Opened the chat'
    case 'closed':
      return 'Closed the chat'
    case 'head-changed':
      return what.online ? 'The chat said that the team is there' : 'The chat said that the team answers later'
    case 'resized':
      return `The window became ${what.viewport.width} × ${what.viewport.height}`
    case 'showed':
      if (what.new) return 'Went to a new conversation'
      return what.conversation === undefined ? 'Went to the list of conversations' : 'Went to a conversation'
    case 'preview-shown':
      return 'A preview came up beside the closed chat'
    case 'preview-clicked':
      return 'Clicked the preview'
    case 'preview-dismissed':
      return 'Put the preview away'
    case 'message-seen':
      return `Had message ${what.number} on screen`
    case 'scrolled':
      return `Scrolled to message ${what.number}`
    case 'form-shown':
      return 'A form came on screen'
    case 'field-focused':
      return `Field ${named(what.field)} visited`
    case 'field-left':
      return fieldLeft(what)
    case 'form-refused':
      return `Form refused: ${Object.entries(what.refused)
        .map(([field, why]) => `${named(field)} (${why})`)
        .join(', ')}`
    case 'form-sent':
      return 'Form sent'
    case 'button-clicked':
      return 'Clicked a button'
    case 'link-clicked':
      return `Clicked a link to ${what.url}`
    case 'page-changed':
      return `The page became ${what.title ?? what.url}`
    default:
      return what satisfies never
  }
}

function fieldLeft({ field, filled, refused }: Extract<Interaction, { does: 'field-left' }>): string {
  const left = `Field ${named(field)} ${filled ? 'filled' : 'left empty'}`
  return refused === undefined ? left : `${left} and refused: ${refused}`
}

const where = ({ title, url }: { title?: string | undefined; url?: string | undefined }): string => {
  const page = title ?? url
  return page === undefined ? '' : ` on ${page}`
}

const named = (key: string): string => key.replace(/^attributes\./, '')
