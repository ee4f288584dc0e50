import { SMTPServer } from 'smtp-server'

/** An SMTP server that keeps what it is given, whole. */
export type MailServer = {
  url: string
  taken: { from: string; to: string[]; message: string }[]
  /** Refuses with this at that step from now on; `vanishes`: takes the message and is gone before it says so. */
  feels: (mood: { step: 'rcpt' | 'data'; code: number } | 'vanishes' | undefined) => void
  stop: () => Promise<void>
}

export async function openMailServer({ password }: { password?: string } = {}): Promise<MailServer> {
  const taken: MailServer['taken'] = []
  let mood: Parameters<MailServer['feels']>[0]
  const refusal = (code: number) => Object.assign(new Error('Not here'), { responseCode: code })
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: ['STARTTLS', ...(password === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error('Wrong password')),
    onRcptTo: (_address, _session, done) =>
      typeof mood === 'object' && mood.step === 'rcpt' ? done(refusal(mood.code)) : done(),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        if (typeof mood === 'object' && mood.step === 'data') return done(refusal(mood.code))
        const { mailFrom, rcptTo } = session.envelope
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          message: Buffer.concat(chunks).toString(),
        })
        if (mood !== 'vanishes') return done()
        for (const connection of server.connections) connection.close()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://${password === undefined ? '' : `pavior:${password}@`}127.0.0.1:${port}`,
    taken,
    feels: next => {
      mood = next
    },
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}
