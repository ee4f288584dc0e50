/** The desk below the shop: who the visitor is, and what the page tells Pavior. All through the snippet's own calls. */

const form = document.querySelector('#sign-in')
const who = document.querySelector('#who')
const out = document.querySelector('#sign-out')
const told = document.querySelector('#told')

const others = [
  ['Tom Okafor', 'tom@example.com'],
  ['Ingrid Vesterhav', 'ingrid@example.com'],
  ['Jo Park', 'jo@example.com'],
  ['Maya Lindqvist', 'maya@example.com'],
]

/** Calls Pavior, and shows that it did. */
export function tell(call, ...rest) {
  window.pavior(call, ...rest)
  const [first, second] = rest
  const said =
    typeof first === 'string'
      ? first
      : Object.entries(first.attributes ?? {})
          .map(([key, value]) => `${key}: ${value}`)
          .join(', ')
  const more = second ? ` (${Object.values(second).join(', ')})` : ''
  const line = document.createElement('li')
  line.textContent = `${call === 'track' ? 'Event' : 'Attribute'} · ${said}${more}`
  told.prepend(line)
  while (told.children.length > 5) told.lastElementChild.remove()
}

/** The site's own user id: the same address is the same person on every visit. */
const idOf = email => email.trim().toLowerCase()

async function signIn(name, email) {
  const response = await fetch('/demo/identity', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: idOf(email), name, email }),
  })
  const answer = await response.json()
  if (!response.ok) {
    who.textContent = `Not signed in: ${answer.detail}`
    return
  }
  window.pavior('identify', answer.identity)
  localStorage.setItem('tidewheel-customer', JSON.stringify({ name, email }))
  who.textContent = `You are signed in as ${name} (${email}).`
  out.disabled = false
}

form.addEventListener('submit', event => {
  event.preventDefault()
  const data = new FormData(form)
  signIn(String(data.get('name')), String(data.get('email')))
})

document.querySelector('#another').addEventListener('click', () => {
  const [name, email] =
    others[(others.findIndex(([, email]) => email === form.elements.email.value) + 1) % others.length]
  form.elements.name.value = name
  form.elements.email.value = email
})

out.addEventListener('click', () => {
  // Forgotten first; then the chat is there again for whoever comes next.
  window.pavior('shutdown')
  window.pavior('boot', { team: document.querySelector('.desk').dataset.team })
  localStorage.removeItem('tidewheel-customer')
  who.textContent = 'Signed out: this device is an anonymous visitor again.'
  out.disabled = true
})

document.querySelector('#tell').addEventListener('click', ({ target }) => {
  const { track, attribute, value } = target.dataset
  if (track) tell('track', track)
  if (attribute) tell('update', { attributes: { [attribute]: value } })
})

const customer = JSON.parse(localStorage.getItem('tidewheel-customer') ?? 'null')
if (customer) {
  form.elements.name.value = customer.name
  form.elements.email.value = customer.email
  signIn(customer.name, customer.email)
}
