import type { ComponentChildren } from 'preact'
import { memo } from 'preact/compat'
import { useState } from 'preact/hooks'
import type { Line, Place } from '../draft/draft.ts'
import type { ComponentType } from '../words/components.ts'
import { OfferMenu as Menu, type Offer } from './offer-menu.tsx'
import { type From, useAdd } from './use-add.ts'
import { useLines } from './use-lines.ts'
import { useStable } from './use-stable.ts'
import { WatchQuestion as Question } from './watch-question.tsx'

// Closed, they are not drawn anew with whatever stands beside them.
const OfferMenu = memo(Menu)
const WatchQuestion = memo(Question)

type Connecting = {
  draw: (from: From, to: string) => void
  move: (line: Line, from: From, to: string) => void
  /** Shows what can follow. `place`: where on the canvas something new would stand. */
  offer: (offer: Offer, place?: Place) => void
  /** What asks and offers; to be put anywhere. */
  asks: ComponentChildren
}

/** Drawing a line, whichever way: by the mouse, from the menu, from the settings. */
export function useConnecting(): Connecting {
  const [shown, setShown] = useState<{ offer: Offer; place: Place | undefined }>()
  const add = useAdd()
  const { draw, move, leaving, asked, answer } = useLines()
  const close = useStable(() => setShown(undefined))
  const onNew = useStable((from: From, type: ComponentType) => leaving(from, () => add(type, shown?.place, from)))
  const onExisting = useStable(draw)
  const onAnswer = useStable(answer)
  const show = (offer: Offer, place?: Place) => {
    const [from, ...others] = offer.from
    // From one port it is asked before, since nothing can follow until it is answered.
    if (from && others.length === 0) leaving(from, () => setShown({ offer, place }))
    else setShown({ offer, place })
  }
  return {
    draw,
    move,
    offer: show,
    asks: (
      <>
        <OfferMenu offer={shown?.offer} onClose={close} onNew={onNew} onExisting={onExisting} />
        <WatchQuestion open={asked} answer={onAnswer} />
      </>
    ),
  }
}
