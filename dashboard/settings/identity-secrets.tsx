import { Eye, EyeOff } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { client } from '../live/client.ts'
import { settingsQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { IdentitySecret } from '../live/views.ts'
import { CopyButton } from '../ui/copy.tsx'
import { Question } from '../ui/dialog.tsx'
import { FormProblem } from '../ui/field.tsx'
import { momentTime } from '../ui/time.ts'
import { Code } from './code.tsx'
import { Part } from './part.tsx'
import { useSave } from './use-save.ts'

const path = '/api/dashboard/settings/identity-secrets'

const how = (team: string) => `import { SignJWT } from 'jose'

// On your server, for the user who is signed in there:
const identity = await new SignJWT({ email: user.email, name: user.name })
  .setProtectedHeader({ alg: 'HS256' })
  .setSubject(user.id)          // your own id for them, always the same
  .setExpirationTime('1h')      // at most 24h
  .sign(new TextEncoder().encode(process.env.PAVIOR_IDENTITY_SECRET))

// In the page:
pavior('boot', { team: '${team}', identity })   // or later: pavior('identify', identity)`

/** The secrets a site signs its users' identity with: one, or two while they are exchanged. */
export function IdentitySecrets({ secrets, team }: { secrets: IdentitySecret[]; team: string }) {
  const [ending, setEnding] = useState<IdentitySecret>()
  const [saving, save] = useSave()
  const change = (call: () => Promise<unknown>) =>
    void save(async () => {
      await call()
      await client.invalidateQueries({ queryKey: settingsQuery.queryKey })
    })
  return (
    <Part
      title="Identity"
      says="Your server signs who a visitor is; without that, nobody is believed to be a customer of yours. Keep the secret on the server."
    >
      <FormProblem text={saving.refused} />
      <ul class="lines">
        {secrets.map(secret => (
          <SecretLine
            key={secret.id}
            secret={secret}
            onEnd={secrets.length > 1 ? () => setEnding(secret) : undefined}
          />
        ))}
      </ul>
      <div class="form-actions">
        <button
          type="button"
          class="button"
          disabled={saving.busy || secrets.length >= 2}
          onClick={() => change(() => ask<unknown>(path, { method: 'POST', body: {} }))}
        >
          Make a second secret
        </button>
        <small class="grow">
          {secrets.length >= 2
            ? 'Both work. End the old one when your server uses the new one.'
            : 'To exchange it: make a second one, put it on your server, end the first.'}
        </small>
      </div>
      <details class="how">
        <summary>How to sign an identity</summary>
        <Code text={how(team)} label="How to sign an identity" />
        <p class="soft">
          The token is a JWT, HS256, with <code>sub</code> (your id of the user), <code>exp</code> (at most 24 hours
          ahead) and, as you like, <code>email</code>, <code>name</code> and attributes.
        </p>
      </details>
      <Question
        open={ending !== undefined}
        title="End this secret?"
        says="Identities signed with it stop working at once. Visitors of a site that still uses it are anonymous until it uses the other one."
        yes="End it"
        danger
        onYes={() => {
          const id = ending?.id
          setEnding(undefined)
          if (id !== undefined) change(() => ask<unknown>(`${path}/${encodeURIComponent(id)}`, { method: 'DELETE' }))
        }}
        onNo={() => setEnding(undefined)}
      />
    </Part>
  )
}

function SecretLine({ secret, onEnd }: { secret: IdentitySecret; onEnd: (() => void) | undefined }) {
  const [shown, setShown] = useState(false)
  return (
    <li class="setting-line">
      <span class="setting-line-main">
        <code class="secret">{shown ? secret.secret : '•'.repeat(24)}</code>
        <small>made {momentTime(secret.createdAt)}</small>
      </span>
      <button
        type="button"
        class="icon"
        aria-label={shown ? 'Hide the secret' : 'Show the secret'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff /> : <Eye />}
      </button>
      <CopyButton text={secret.secret} />
      {onEnd ? (
        <button type="button" class="button small danger" onClick={onEnd}>
          End
        </button>
      ) : null}
    </li>
  )
}
