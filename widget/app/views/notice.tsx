import type { Texts } from '../texts/texts.ts'
import { Icon } from './icons.tsx'

export type NoticeName = 'offline' | 'reconnecting' | 'catchingUp' | 'blocked'

/** How things stand with the connection or the storage, in words. The region is always there, so it is announced. */
export const Notices = ({ texts, notices }: { texts: Texts; notices: NoticeName[] }) => (
  <div role="status">
    {notices.map(name => (
      <p class={name === 'offline' || name === 'reconnecting' ? 'notice' : 'notice calm'} key={name}>
        <Icon name={name === 'offline' ? 'offline' : name === 'blocked' ? 'alert' : 'clock'} />
        {texts[name]}
      </p>
    ))}
  </div>
)
