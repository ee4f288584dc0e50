import { bikes, drawing, euros } from './bikes.js'
import { tell } from './desk.js'

const main = document.querySelector('#main')
const count = document.querySelector('#count')

const basket = JSON.parse(sessionStorage.getItem('basket') ?? '[]')

/** An element with attributes (functions listen) and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value)
    else if (value !== undefined) element.setAttribute(key, value)
  }
  element.append(...children)
  return element
}

const link = (href, attributes, ...children) => make('a', { href, 'data-go': '', ...attributes }, ...children)

function keepBasket() {
  sessionStorage.setItem('basket', JSON.stringify(basket))
  count.textContent = basket.length
}

function add(bike) {
  basket.push(bike.id)
  keepBasket()
  tell('track', 'Added to basket', { bike: bike.name, price: bike.price })
}

function catalogue() {
  const cards = bikes.map(bike =>
    make(
      'li',
      {},
      link(
        `/demo/bikes/${bike.id}`,
        { class: 'card' },
        drawing(bike),
        make('h2', {}, bike.name),
        make('p', {}, bike.line),
        make('p', { class: 'price' }, euros(bike.price)),
      ),
    ),
  )
  return [
    'Bicycles for wet cities',
    make(
      'section',
      { class: 'hero' },
      make(
        'div',
        {},
        make('h1', {}, 'Bicycles for wet cities'),
        make('p', {}, 'Built in Hamburg since 1994, tried in the rain since the day after.'),
        link('/demo/bikes/harbour-7', { class: 'button solid' }, 'See the Harbour 7'),
      ),
      drawing(bikes[0]),
    ),
    make('ul', { class: 'grid' }, ...cards),
  ]
}

function product(bike) {
  const added = make('p', { role: 'status', class: 'added' })
  return [
    bike.name,
    make(
      'article',
      { class: 'product' },
      drawing(bike),
      make(
        'div',
        {},
        link('/demo', { class: 'back' }, '← All bikes'),
        make('h1', {}, bike.name),
        make('p', { class: 'lead' }, bike.line),
        make('p', { class: 'price' }, euros(bike.price)),
        make('p', {}, bike.about),
        make('ul', { class: 'facts' }, ...bike.facts.map(fact => make('li', {}, fact))),
        make(
          'div',
          { class: 'row' },
          make(
            'button',
            {
              type: 'button',
              class: 'solid',
              click: () => {
                add(bike)
                added.textContent = 'In your basket.'
              },
            },
            'Add to basket',
          ),
          make(
            'button',
            { type: 'button', click: () => window.pavior('compose', `I have a question about the ${bike.name}: `) },
            'Ask about it',
          ),
        ),
        added,
      ),
    ),
  ]
}

function basketPage() {
  const chosen = basket.map(id => bikes.find(bike => bike.id === id)).filter(Boolean)
  const total = chosen.reduce((sum, bike) => sum + bike.price, 0)
  if (chosen.length === 0)
    return [
      'Basket',
      make(
        'section',
        { class: 'plain' },
        make('h1', {}, 'Your basket is empty'),
        make('p', {}, link('/demo', {}, 'Look at the bikes')),
      ),
    ]
  const order = () => {
    tell('track', 'Order placed', { total, bikes: chosen.length })
    basket.length = 0
    keepBasket()
    go('/demo/thanks')
  }
  return [
    'Basket',
    make(
      'section',
      { class: 'plain' },
      make('h1', {}, 'Your basket'),
      make(
        'ul',
        { class: 'lines' },
        ...chosen.map(bike =>
          make(
            'li',
            {},
            drawing(bike),
            make('span', {}, bike.name),
            make('span', { class: 'price' }, euros(bike.price)),
          ),
        ),
      ),
      make('p', { class: 'total' }, 'Total ', make('strong', {}, euros(total))),
      make(
        'div',
        { class: 'row' },
        make('button', { type: 'button', class: 'solid', click: order }, 'Place the order'),
      ),
    ),
  ]
}

const page = (title, ...paragraphs) => [
  title,
  make('section', { class: 'plain' }, make('h1', {}, title), ...paragraphs.map(text => make('p', {}, text))),
]

function view(path) {
  const bike = bikes.find(bike => path === `/demo/bikes/${bike.id}`)
  if (bike) return product(bike)
  switch (path) {
    case '/demo':
      return catalogue()
    case '/demo/basket':
      return basketPage()
    case '/demo/delivery':
      return page(
        'Delivery',
        'In Germany and Denmark we bring it ourselves, ride it in, and set the saddle. It takes five days.',
        'Elsewhere in Europe it comes in a box, nine tenths built, within two weeks.',
        'Norway and Switzerland: please ask us in the chat, the customs papers are the slow part.',
      )
    case '/demo/thanks':
      return page('Thank you', 'Nothing was bought and nothing will arrive, but the order was told to Pavior.')
    default:
      return page('Not here', 'This page washed away.')
  }
}

/** Draws the page of the present address. The title is set before, so that a page view carries it. */
function draw() {
  const [title, ...content] = view(location.pathname.replace(/(.)\/$/, '$1'))
  document.title = `${title} · Tidewheel Cycles`
  main.replaceChildren(...content)
}

function go(href) {
  const [title] = view(new URL(href, location.href).pathname)
  document.title = `${title} · Tidewheel Cycles`
  history.pushState(null, '', href)
  draw()
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
}

document.addEventListener('click', event => {
  const anchor = event.target.closest('a[data-go]')
  if (!anchor || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  go(anchor.getAttribute('href'))
})
addEventListener('popstate', draw)

keepBasket()
draw()
