import { ImageOff, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { BlockProps } from './node-view.tsx'

/** A picture, and what it shows for those who can't see it. */
export function ImageView({ attrs, change, remove }: BlockProps) {
  const src = typeof attrs.src === 'string' ? attrs.src : ''
  const alt = typeof attrs.alt === 'string' ? attrs.alt : ''
  const [broken, setBroken] = useState('')
  return (
    <figure class="writing-block-picture">
      {src === '' || broken === src ? (
        <p class="picture-missing">
          <ImageOff /> This picture can’t be shown here: {src || 'it has no address'}
        </p>
      ) : (
        <img src={src} alt={alt} draggable={false} onError={() => setBroken(src)} />
      )}
      <figcaption>
        <input
          class="input"
          data-first
          aria-label="What the picture shows"
          placeholder="What it shows, for those who can’t see it"
          maxLength={500}
          value={alt}
          onInput={event => change({ alt: event.currentTarget.value })}
        />
        <button type="button" class="icon" aria-label="Delete the picture" title="Delete" onClick={remove}>
          <Trash2 />
        </button>
      </figcaption>
    </figure>
  )
}
