/** Waits for something to end, but no longer than so many milliseconds: it is left to itself then. */
export async function atMost(milliseconds: number, what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([what, patience])
  clearTimeout(timer)
}
