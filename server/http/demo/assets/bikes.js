/** What the shop sells, and how it looks. */
export const bikes = [
  {
    id: 'harbour-7',
    name: 'Harbour 7',
    price: 1290,
    line: 'Seven gears, a belt, and fenders that mean it.',
    about:
      'Made for the ride to work and the way home in the rain. A carbon belt needs no oil, the hub keeps its gears inside, and the lights stay on while you wait at the crossing.',
    facts: ['13.8 kg', 'Carbon belt, 7 gears in the hub', 'Dynamo lights', 'Rack for 25 kg'],
    frame: 'city',
    tone: 'teal',
  },
  {
    id: 'spindrift',
    name: 'Spindrift',
    price: 2450,
    line: 'Light, quick, and at ease on gravel.',
    about:
      'A steel frame with room for wide tyres. It carries bags without complaint, and takes the towpath as gladly as the road.',
    facts: ['9.4 kg', 'Columbus steel', 'Tyres up to 45 mm', '2 × 12 gears'],
    frame: 'road',
    tone: 'rust',
  },
  {
    id: 'barge',
    name: 'Barge',
    price: 3890,
    line: 'Two children, or the week’s shopping, or both.',
    about:
      'A low box between the wheels keeps the weight where it belongs. The motor helps up to 25 km/h and goes a week on one charge, at city distances.',
    facts: ['34 kg', 'Box for 100 kg', '500 Wh, mid motor', 'Rain tent included'],
    frame: 'cargo',
    tone: 'ink',
  },
  {
    id: 'lock-keeper',
    name: 'Lock Keeper',
    price: 890,
    line: 'One gear. Nothing to adjust, little to steal.',
    about: 'A plain, upright bicycle with a coaster brake. It asks for nothing but air twice a year.',
    facts: ['12.1 kg', 'Coaster brake', 'Skirt guard', 'Lock in the frame'],
    frame: 'city',
    tone: 'sun',
  },
  {
    id: 'fog-horn',
    name: 'Fog Horn',
    price: 1740,
    line: 'Flat bars, disc brakes, no small talk.',
    about: 'The messenger’s choice: short, stiff, and stopped by two fingers in any weather.',
    facts: ['10.6 kg', 'Hydraulic discs', '11 gears', 'Tyres with a puncture belt'],
    frame: 'flat',
    tone: 'slate',
  },
  {
    id: 'small-tide',
    name: 'Small Tide',
    price: 490,
    line: 'A first bicycle that is a real one.',
    about: 'For ages six to ten. Light enough to lift, with brakes that small hands reach.',
    facts: ['8.2 kg', '20-inch wheels', 'Short-reach brakes', 'We buy it back when it is too small'],
    frame: 'small',
    tone: 'teal',
  },
]

export const euros = amount =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(amount)

const NS = 'http://www.w3.org/2000/svg'

function shape(name, attributes) {
  const element = document.createElementNS(NS, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

const FRAMES = {
  city: {
    wheel: 54,
    rear: [84, 136],
    front: [246, 136],
    crank: [152, 138],
    seat: [130, 66],
    head: [214, 66],
    bars: 'M214 66 l-4 -26 q-14 -6 -26 4',
    top: 'M137 92 L218 84',
  },
  flat: {
    wheel: 52,
    rear: [86, 138],
    front: [242, 138],
    crank: [150, 138],
    seat: [134, 72],
    head: [210, 70],
    bars: 'M210 70 l-5 -16 h24',
    top: 'M137 80 L211 76',
  },
  road: {
    wheel: 55,
    rear: [82, 134],
    front: [246, 134],
    crank: [150, 138],
    seat: [132, 62],
    head: [214, 62],
    bars: 'M214 62 l-3 -12 h20 q12 10 -2 20 h-8',
    top: 'M135 74 L213 68',
  },
  small: {
    wheel: 42,
    rear: [100, 146],
    front: [228, 146],
    crank: [156, 146],
    seat: [140, 86],
    head: [202, 84],
    bars: 'M202 84 l-5 -24 q-8 -4 -18 2',
    top: 'M146 108 L206 100',
  },
  cargo: {
    wheel: 44,
    rear: [66, 142],
    front: [276, 142],
    crank: [122, 146],
    seat: [102, 70],
    head: [158, 68],
    bars: 'M158 68 l-4 -20 q-12 -6 -22 2',
    top: 'M108 98 L162 88',
    box: true,
  },
}

/** A drawing of a bicycle: frame in its tone, the rest in ink. */
export function drawing(bike) {
  const { wheel, rear, front, crank, seat, head, bars, top, box } = FRAMES[bike.frame]
  const svg = shape('svg', { viewBox: '0 0 330 210', class: `bike ${bike.tone}`, role: 'img', 'aria-label': bike.name })
  const line = (d, part) => svg.append(shape('path', { d, class: part }))
  svg.append(shape('ellipse', { cx: 165, cy: 194, rx: 130, ry: 7, class: 'shade' }))
  for (const [x, y] of [rear, front]) {
    svg.append(
      shape('circle', { cx: x, cy: y, r: wheel, class: 'tyre' }),
      shape('circle', { cx: x, cy: y, r: wheel - 6, class: 'rim' }),
      shape('circle', { cx: x, cy: y, r: 4, class: 'hub' }),
    )
  }
  const to = ([x, y], [u, v]) => `M${x} ${y} L${u} ${v}`
  line(`${to(rear, crank)} ${to(rear, seat)} ${to(crank, seat)} ${to(crank, head)} ${top}`, 'frame')
  line(box ? `${to(head, [186, 150])} L238 150 ${to([238, 150], front)}` : to(head, front), 'frame')
  if (box) line('M168 96 H258 L246 148 H188 Z', 'box')
  line(`M${seat[0]} ${seat[1]} l-3 -10 m-14 -1 q16 -4 30 1`, 'ink')
  line(bars, 'ink')
  svg.append(shape('circle', { cx: crank[0], cy: crank[1], r: 11, class: 'ring' }))
  line(`M${crank[0]} ${crank[1]} l10 20 h9`, 'ink thin')
  return svg
}
