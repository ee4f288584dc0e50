import { leave } from '../leave.ts'
import { acted, type Behaviour } from './behaviour.ts'

/** C15: takes the person out at once; what still waits, watches or listens is dropped. */
export const end: Behaviour<'end'> = {
  arrive: here => {
    acted(here, 'ended')
    leave(here.course, here.enrollment, 'ended', here.component.id)
    return undefined
  },
}
