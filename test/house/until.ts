import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds that is on its way; fails by name when it does not come. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, patience = 15_000): Promise<void> {
  const end = Date.now() + patience
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await sleep(10)
  }
}
