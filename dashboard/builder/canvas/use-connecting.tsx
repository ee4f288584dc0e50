import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Place } from '../draft/draft.ts'
import { type Offer, OfferMenu } from './offer-menu.tsx'
import { type From, useAdd } from './use-add.ts'
import { useLines } from './use-lines.ts'
import { WatchQuestion } from './watch-question.tsx'

type Connecting = {
  draw: (from: From, to: string) => void
  /** Shows what can follow. `place`: where on the canvas something new would stand. */
  offer: (offer: Offer, place?: Place) => void
  /** What asks and offers; to be put anywhere. */
  asks: ComponentChildren
}

/** Drawing a line, whichever way: by the mouse, from the menu, from the settings. */
export function useConnecting(): Connecting {
  const [shown, setShown] = useState<{ offer: Offer; place: Place | undefined }>()
  const add = useAdd()
  const { draw, leaving, asked, answer } = useLines()
  const show = (offer: Offer, place?: Place) => {
    const [from, ...others] = offer.from
    // From one port it is asked before, since nothing can follow until it is answered.
    if (from && others.length === 0) leaving(from, () => setShown({ offer, place }))
    else setShown({ offer, place })
  }
  return {
    draw,
    offer: show,
    asks: (
      <>
        <OfferMenu
          offer={shown?.offer}
          onClose={() => setShown(undefined)}
          onNew={(from, type) => leaving(from, () => add(type, shown?.place, from))}
          onExisting={draw}
        />
        <WatchQuestion open={asked} answer={answer} />
      </>
    ),
  }
}
