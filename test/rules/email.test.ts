import { releaseEmails } from '@pavior/server/email/claim.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emails, ends, graph, hears, is, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { type MailProvider, openMailProvider, type Taken, WEBHOOK_SECRET } from '../house/mail-provider.ts'
import { acts, statuses } from '../house/talk.ts'
import { until } from '../house/until.ts'

/** C12, S5 and what hangs on them, through Resend's SDK and real HTTP to a provider that counts by key. */

let provider: MailProvider
let house: House
let team: TestTeam
beforeAll(async () => {
  provider = await openMailProvider()
  house = await openHouse({
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: provider.url,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    EMAIL_FROM: 'hello@tidewheel.example',
    EMAIL_REPLY_DOMAIN: 'reply.tidewheel.example',
  })
})
beforeEach(async () => {
  provider.feels(undefined)
  team = await house.bareTeam()
})
afterAll(async () => {
  await house?.stop()
  await provider?.stop()
})

let people = 0

/** A signup who has just come, with an address of their own unless it is given. */
async function signup(more: object = {}): Promise<{ id: string; email: string }> {
  const email = `person-${++people}@example.com`
  const answer = await team.api(`/people/u-${people}`, { method: 'PUT', body: JSON.stringify({ email, ...more }) })
  const person = await answer.json()
  return { id: person.id, email: person.email }
}

const welcome = (content: unknown = 'Hello', settings: Parameters<typeof emails>[2] = {}, campaign = {}) =>
  graph([emails('mail', content, settings)], [], { audience: is('type', 'signup'), ...campaign })

const to = (address: string): Taken[] => provider.taken.filter(email => email.to === address)

async function arrives(address: string): Promise<Taken> {
  await until(() => to(address).length > 0, `an email reaches ${address}`)
  const [email] = to(address)
  if (!email) throw new Error('no email')
  return email
}

const rowsOf = (person: string) =>
  team.sql`select id, state, reason, tries, provider_id, rendered from emails where team_id = ${team.id} and person_id = ${person} order by created_at, id`

async function stands(person: string, state: string): Promise<Record<string, unknown>> {
  await until(async () => (await rowsOf(person)).some(row => row.state === state), `an email is ${state}`)
  return (await rowsOf(person)).find(row => row.state === state) ?? {}
}

/** What was put off may be tried now. */
const hurry = () => team.sql`
  update emails set due_at = created_at where id in (select id from emails where team_id = ${team.id} for update skip locked)`

const engaged = async (component: string): Promise<string[]> =>
  (
    await team.sql`
      select distinct outcome from component_people where team_id = ${team.id} and component = ${component} and outcome not in ('arrived', 'acted', 'sent') order by outcome`
  ).map(row => String(row.outcome))

describe('C12: Send email', () => {
  test('reaches the person, from the team, with the words filled in, and stands in the conversation', async () => {
    await team.campaign(
      welcome(
        {
          type: 'doc',
          content: [
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'Dear ' },
                { type: 'variable', attrs: { key: 'name', fallback: 'friend' } },
              ],
            },
          ],
        },
        { subject: 'Welcome', preview: 'Come in' },
      ),
    )
    const { id, email } = await signup({ name: 'Okan <b>' })
    const taken = await arrives(email)
    expect(taken).toMatchObject({ subject: 'Welcome', from: `"Tidewheel Cycles" <hello@tidewheel.example>` })
    expect(taken.html).toContain('Dear Okan &lt;b&gt;')
    expect(taken.text).toContain('Dear Okan <b>')
    expect(taken.reply_to).toMatch(/^reply\+[a-z2-7]+@reply\.tidewheel\.example$/)
    await stands(id, 'handed')
    expect((await acts(team, id)).mail).toMatchObject({ outcome: 'sent' })
    const [message] = await team.sql`select email, number from messages where team_id = ${team.id}`
    expect(message).toMatchObject({ number: 1, email: { to: email, subject: 'Welcome', state: 'handed' } })
    await until(async () => (await statuses(team, id)).join() === 'completed', 'the enrollment is completed (C17)')
  })

  test('without an address it is skipped and passes on', async () => {
    await team.campaign(
      graph([hears('chat'), emails('mail', 'Hello'), sends('after', 'Then this')], ['chat > mail > after']),
    )
    const visitor = await team.visitor()
    await visitor.says('Hi')
    const { mail, after } = await acts(team, visitor.person)
    expect(mail).toMatchObject({ outcome: 'skipped', reason: 'There is no email address.' })
    expect(after).toMatchObject({ outcome: 'sent' })
    visitor.leaves()
  })

  test('what the provider refuses for good is failed with its words, once, and the others go on', async () => {
    await team.campaign(welcome())
    provider.feels({ status: 422, body: { message: 'Invalid recipient.' } }, `person-${people + 1}@example.com`)
    const refused = await signup()
    const taken = await signup()
    await arrives(taken.email)
    await stands(refused.id, 'revoked')
    expect((await acts(team, refused.id)).mail).toMatchObject({
      outcome: 'failed',
      reason: 'Resend 422: Invalid recipient.',
    })
    expect(to(refused.email)).toEqual([])
    expect(await statuses(team, refused.id)).toEqual(['completed'])
  })

  test('C18: an exit that matches before it is handed over takes the email back', async () => {
    provider.feels({ status: 429, headers: { 'retry-after': '1' } })
    const exits = [{ id: 'paid', name: 'Paid', filter: is('attributes.plan', 'pro') }]
    await team.campaign(welcome('Buy it', {}, { exits }))
    const { id, email } = await signup()
    await until(async () => (await rowsOf(id)).some(row => row.reason !== null && row.state === 'due'), 'it was tried')
    await team.api(`/people/${id}`, { method: 'PATCH', body: JSON.stringify({ attributes: { plan: 'pro' } }) })
    provider.feels(undefined)
    await hurry()
    await stands(id, 'revoked')
    expect(to(email)).toEqual([])
    expect((await acts(team, id)).mail).toMatchObject({ outcome: 'skipped' })
    expect(await statuses(team, id)).toEqual(['exited'])
  })

  test('C24: a pause holds it until the resume', async () => {
    provider.feels({ status: 429, headers: { 'retry-after': '1' } })
    const { id: campaign } = await team.campaign(welcome())
    const { id, email } = await signup()
    await until(async () => (await rowsOf(id)).some(row => row.reason !== null && row.state === 'due'), 'it was tried')
    const set = async (status: string) => {
      await team.sql`update campaigns set status = ${status} where team_id = ${team.id} and id = ${campaign}`
      await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
    }
    await set('paused')
    provider.feels(undefined)
    await hurry()
    const asked = await team.sql`select tries from emails where team_id = ${team.id}`
    // Another campaign's goes past it.
    await team.campaign(welcome('The other', {}, { audience: is('attributes.plan', 'pro') }))
    const other = await signup({ attributes: { plan: 'pro' } })
    await arrives(other.email)
    await until(
      async () =>
        (await team.sql`select from emails where team_id = ${team.id} and due_at > now() + interval '4 minutes'`)
          .length > 0,
      'it is put off',
    )
    expect(await team.sql`select tries from emails where team_id = ${team.id} and person_id = ${id}`).toEqual([
      ...asked,
    ])
    expect(to(email)).toEqual([])
    await set('active')
    await releaseEmails(team.sql, team.id, campaign)
    await arrives(email)
    await stands(id, 'handed')
  })

  test('C15: an email that was sent before End workflow still goes out', async () => {
    provider.feels({ status: 429, headers: { 'retry-after': '1' } })
    await team.campaign(
      graph([emails('mail', 'Hello'), ends('end')], ['mail > end'], { audience: is('type', 'signup') }),
    )
    const { id, email } = await signup()
    expect(await statuses(team, id)).toEqual(['ended'])
    provider.feels(undefined)
    await hurry()
    await arrives(email)
    await stands(id, 'handed')
  })

  test('an address that only a form has named gets five campaign emails a day, whoever gives it', async () => {
    const ask = {
      type: 'doc',
      content: [{ type: 'form', attrs: { fields: [{ key: 'email', label: 'Email', kind: 'email' }] } }],
    }
    await team.campaign(graph([hears('chat'), sends('ask', ask)], ['chat > ask']))
    await team.campaign(graph([emails('mail', 'Hello')], [], { audience: is('type', 'lead') }))
    const victim = `victim-${team.id}@example.com`
    const persons: string[] = []
    for (let count = 0; count < 6; count++) {
      const visitor = await team.visitor()
      await visitor.says('Hi')
      const [form] = await team.sql`
        select m.id from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
        where c.team_id = ${team.id} and c.person_id = ${visitor.person} and m.form is not null`
      const answer = await visitor.sends('form:submit', {
        id: crypto.randomUUID(),
        message: String(form?.id),
        values: { email: victim },
      })
      expect(answer).toMatchObject({ ok: true })
      await until(
        async () => (await rowsOf(visitor.person)).some(row => row.state !== 'due' && row.state !== 'handing'),
        'it is settled',
      )
      persons.push(visitor.person)
      visitor.leaves()
    }
    expect(to(victim)).toHaveLength(5)
    expect((await acts(team, persons[5] ?? '')).mail).toMatchObject({
      outcome: 'skipped',
      reason: 'The address was given by the visitor and got 5 campaign emails within a day.',
    })
  })
})

describe('S5: exactly once', () => {
  test('an answer that is lost is asked for again with the same key and the same words', async () => {
    await team.campaign(welcome())
    provider.feels('hang', `person-${people + 1}@example.com`)
    const { id, email } = await signup()
    const taken = await arrives(email)
    await until(async () => (await rowsOf(id)).some(row => row.reason !== null), 'the answer is missed')
    expect(await rowsOf(id)).toMatchObject([{ state: 'handing' }])
    // The team's new name would make other words of it.
    await team.sql`update teams set name = 'Another name', revision = revision + 1 where id = ${team.id}`
    provider.feels(undefined, email)
    await hurry()
    await stands(id, 'handed')
    expect(to(email)).toHaveLength(1)
    expect(provider.asked.get(taken.key)).toBe(2)
  })

  test('an outage is delay: nothing fails, everything arrives once', async () => {
    await team.campaign(welcome())
    provider.feels({ status: 503 })
    const all = await Promise.all(Array.from({ length: 12 }, () => signup()))
    await until(() => [...provider.asked.values()].length > 0, 'it was tried')
    provider.feels(undefined)
    await until(async () => {
      await hurry()
      return all.every(({ email }) => to(email).length > 0)
    }, 'all have arrived')
    for (const { id, email } of all) {
      await stands(id, 'handed')
      expect(to(email)).toHaveLength(1)
      expect((await acts(team, id)).mail).toMatchObject({ outcome: 'sent' })
    }
  })

  test('past the life of its key, an email that may have left is unknown, and not sent again', async () => {
    await team.campaign(welcome())
    provider.feels('hang', `person-${people + 1}@example.com`)
    const { id, email } = await signup()
    const taken = await arrives(email)
    await until(async () => (await rowsOf(id)).some(row => row.reason !== null), 'the answer is missed')
    await team.sql`update emails set handing_at = now() - interval '1 day' where team_id = ${team.id}`
    await hurry()
    await stands(id, 'unknown')
    expect(provider.asked.get(taken.key)).toBe(1)
    // The provider knows better, and says so.
    expect((await provider.tells(house.url, 'email.delivered', taken)).status).toBe(200)
    await stands(id, 'handed')
  })
})

describe('What the provider tells', () => {
  test('delivered, opened and clicked are counted, each once', async () => {
    const content = {
      type: 'doc',
      content: [{ type: 'button', attrs: { id: 'go', label: 'Go', action: { url: 'https://tidewheel.example/go' } } }],
    }
    await team.campaign(welcome(content))
    const { id, email } = await signup()
    const taken = await arrives(email)
    await stands(id, 'handed')
    const click = { click: { link: 'https://tidewheel.example/go' } }
    for (const again of [1, 2]) {
      for (const [type, data] of [
        ['delivered', {}],
        ['opened', {}],
        ['clicked', click],
      ] as const) {
        const answer = await provider.tells(house.url, `email.${type}`, taken, { id: `${taken.id}-${type}`, data })
        expect([again, type, answer.status]).toEqual([again, type, 200])
      }
    }
    expect(await engaged('mail')).toEqual(['clicked', 'delivered', 'opened'])
    const entries = await team.sql`
      select data from journal where team_id = ${team.id} and stream = ${id} and kind = 'engaged' order by number`
    expect(entries.map(({ data }) => [data.outcome, data.button])).toEqual([
      ['delivered', undefined],
      ['opened', undefined],
      ['clicked', 'go'],
    ])
    const seen = await team.sql`select count(*)::int as count from email_events where team_id = ${team.id}`
    expect(seen[0]?.count).toBe(3)
  })

  test('a hard bounce stops email to the address, for whoever has it, in this team alone', async () => {
    await team.campaign(welcome())
    const { id, email } = await signup()
    const taken = await arrives(email)
    expect(
      (await provider.tells(house.url, 'email.bounced', taken, { data: { bounce: { type: 'Transient' } } })).status,
    ).toBe(200)
    expect(await engaged('mail')).not.toContain('bounced')
    // Without tags it is found by the provider's own id.
    await stands(id, 'handed')
    const bounce = { data: { bounce: { type: 'Permanent' } }, tags: false }
    expect((await provider.tells(house.url, 'email.bounced', taken, bounce)).status).toBe(200)
    expect(await engaged('mail')).toContain('bounced')
    const again = await signup({ email })
    expect(again.email).toBe(email)
    expect((await acts(team, again.id)).mail).toMatchObject({
      outcome: 'skipped',
      reason: 'Email to the address came back.',
    })
    team = await house.bareTeam()
    await team.campaign(welcome())
    const elsewhere = await signup({ email })
    await stands(elsewhere.id, 'handed')
    expect(to(email)).toHaveLength(2)
  })

  test('a complaint is an unsubscription', async () => {
    await team.campaign(welcome())
    const { email } = await signup()
    const taken = await arrives(email)
    expect((await provider.tells(house.url, 'email.complained', taken)).status).toBe(200)
    expect(await engaged('mail')).toContain('unsubscribed')
    const again = await signup({ email })
    expect((await acts(team, again.id)).mail).toMatchObject({
      outcome: 'skipped',
      reason: 'The address is unsubscribed.',
    })
  })

  test('what is not signed by the provider is refused; what is not about us is let pass', async () => {
    await team.campaign(welcome())
    const { id, email } = await signup()
    const taken = await arrives(email)
    await stands(id, 'handed')
    const secret = `whsec_${Buffer.from('somebody else entirely').toString('base64')}`
    const forged = await provider.tells(house.url, 'email.bounced', taken, {
      secret,
      data: { bounce: { type: 'Permanent' } },
    })
    expect(forged.status).toBe(401)
    expect(forged.headers.get('content-type')).toContain('application/problem+json')
    const old = await provider.tells(house.url, 'email.opened', taken, { at: new Date(Date.now() - 3600_000) })
    expect(old.status).toBe(401)
    expect((await fetch(`${house.url}/webhooks/resend`, { method: 'POST', body: '{}' })).status).toBe(401)
    expect(await engaged('mail')).toEqual([])
    for (const type of ['email.sent', 'email.delivery_delayed', 'contact.created', 'something.new'])
      expect((await provider.tells(house.url, type, taken)).status).toBe(200)
    const stranger = {
      ...taken,
      id: 'not-ours',
      tags: [
        { name: 'team', value: team.id },
        { name: 'email', value: crypto.randomUUID() },
      ],
    }
    expect((await provider.tells(house.url, 'email.opened', stranger)).status).toBe(200)
    expect(await engaged('mail')).toEqual([])
  })
})

describe('Unsubscribing', () => {
  const linkIn = (email: Taken): string => email.headers['List-Unsubscribe']?.slice(1, -1) ?? ''

  test('RFC 8058: one click, and the address gets no more; undone on the page', async () => {
    await team.campaign(welcome())
    const { id, email } = await signup()
    const taken = await arrives(email)
    await stands(id, 'handed')
    const link = linkIn(taken)
    // A GET asks and changes nothing: mail programs open links by themselves.
    const asked = await fetch(link)
    expect(asked.status).toBe(200)
    expect(await asked.text()).toContain(`<b>${email}</b>`)
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(asked.headers.get('referrer-policy')).toBe('no-referrer')
    const second = await signup({ email })
    await stands(second.id, 'handed')

    const click = () => fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect((await click()).status).toBe(200)
    expect((await click()).status).toBe(200)
    expect(await engaged('mail')).toContain('unsubscribed')
    const [person] = await team.sql`select email_status from people where team_id = ${team.id} and id = ${id}`
    expect(person?.email_status).toBe('unsubscribed')
    expect(await (await team.api(`/people/${id}`)).json()).toMatchObject({ email, emailStatus: 'unsubscribed' })
    const third = await signup({ email })
    expect((await acts(team, third.id)).mail).toMatchObject({ outcome: 'skipped' })
    expect(await (await fetch(link)).text()).toContain('You are unsubscribed')

    const undone = await fetch(link, { method: 'POST', body: new URLSearchParams({ action: 'resubscribe' }) })
    expect(await undone.text()).toContain('You get emails again')
    const fourth = await signup({ email })
    await stands(fourth.id, 'handed')
    expect(to(email)).toHaveLength(3)
  })

  test('an unsubscription takes back what is on its way', async () => {
    await team.campaign(welcome())
    const { id, email } = await signup()
    const link = linkIn(await arrives(email))
    await stands(id, 'handed')
    provider.feels({ status: 429, headers: { 'retry-after': '1' } })
    const second = await signup({ email })
    await fetch(link, { method: 'POST' })
    provider.feels(undefined)
    await hurry()
    await stands(second.id, 'revoked')
    expect((await acts(team, second.id)).mail).toMatchObject({
      outcome: 'skipped',
      reason: 'The address is unsubscribed.',
    })
    expect(to(email)).toHaveLength(1)
  })

  test('C26: a link works after its person was erased, and the address stays suppressed', async () => {
    await team.campaign(welcome())
    const { id, email } = await signup()
    const link = linkIn(await arrives(email))
    await stands(id, 'handed')
    // What an erasure leaves of it: nothing that holds the address.
    await team.sql`delete from emails where team_id = ${team.id}`
    await team.sql`delete from messages where team_id = ${team.id}`
    await team.sql`update people set email = null, external_id = null where team_id = ${team.id} and id = ${id}`
    expect(await (await fetch(link, { method: 'POST' })).text()).toContain(email)
    const kept = await team.sql`select * from addresses where team_id = ${team.id}`
    expect(kept).toMatchObject([{ status: 'unsubscribed' }])
    expect(JSON.stringify(kept)).not.toContain(email)
    const newcomer = await signup({ email })
    expect((await acts(team, newcomer.id)).mail).toMatchObject({
      outcome: 'skipped',
      reason: 'The address is unsubscribed.',
    })
  })

  test('a link that is forged or broken says so on a page and changes nothing', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${house.url}/unsubscribe/${'A'.repeat(120)}`, { method })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(await answer.text()).toContain('This link does not work')
    }
    expect(await team.sql`select * from addresses where team_id = ${team.id}`).toEqual([])
  })
})
