import { CircleHelp } from 'lucide-preact'
import { BlockFrame } from './frame.tsx'
import type { BlockProps } from './node-view.tsx'

/** Something this editor does not know, kept as it came. */
export const KeptView = ({ remove }: BlockProps) => (
  <BlockFrame icon={<CircleHelp />} name="Unknown part" remove={remove}>
    <small>This part was not written here and can’t be changed here. It stays as it is, and can’t be sent.</small>
  </BlockFrame>
)
