/** Says that the person types: now and then while they do, and that they stopped, after three seconds or on sending. */
export function createTyping(say: (conversation: string, on: boolean) => void) {
  let conversation: string | undefined
  let said = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop() {
    clearTimeout(timer)
    if (conversation) say(conversation, false)
    conversation = undefined
  }
  return {
    stop,
    typed(where: string, now: number) {
      if (conversation !== where) stop()
      if (!conversation || now - said > 2500) {
        conversation = where
        said = now
        say(where, true)
      }
      clearTimeout(timer)
      timer = setTimeout(stop, 3000)
    },
  }
}
