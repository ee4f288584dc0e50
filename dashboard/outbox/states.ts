import type { EmailView } from '@pavior/shared/protocol/emails.ts'

/** How an email stands, in a word, a colour that has meaning, and a sentence. */
export function stateOf({ state, transport, reason, tries }: EmailView): {
  word: string
  tone: '' | 'good' | 'warn' | 'bad'
  says: string
} {
  switch (state) {
    case 'due':
      return {
        word: 'Waiting',
        tone: reason === undefined ? '' : 'warn',
        says: reason ?? 'It waits to be handed over.',
      }
    case 'handing':
      return reason === undefined
        ? { word: 'Leaving', tone: '', says: 'It is being handed over.' }
        : { word: 'Leaving', tone: 'warn', says: `${reason} Tried ${tries === 1 ? 'once' : `${tries} times`} so far.` }
    case 'handed':
      return transport === 'outbox'
        ? { word: 'Kept', tone: '', says: 'It is kept here; nothing left this server.' }
        : { word: 'Sent', tone: 'good', says: `It left through ${transport === 'smtp' ? 'SMTP' : 'Resend'}.` }
    case 'unknown':
      return { word: 'Unknown', tone: 'warn', says: reason ?? 'Whether it left can’t be known; it is not sent again.' }
    case 'revoked':
      return { word: 'Not sent', tone: 'bad', says: reason ?? 'It was not sent.' }
    default:
      return state satisfies never
  }
}
