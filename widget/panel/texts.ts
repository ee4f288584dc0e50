/** The few words that stand in the page itself, by language. */
const en = {
  open: 'Open the chat',
  close: 'Close the chat',
  unread: 'unread',
  reply: 'Reply',
  putAway: 'Put away',
  chat: 'Chat',
  connecting: 'Connecting …',
}
const de: typeof en = {
  open: 'Chat öffnen',
  close: 'Chat schließen',
  unread: 'ungelesen',
  reply: 'Antworten',
  putAway: 'Ausblenden',
  chat: 'Chat',
  connecting: 'Verbindung wird aufgebaut …',
}

export const textsFor = (language: string): typeof en => (/^de\b/i.test(language) ? de : en)
