import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/**
 * Keeps a history where its reader is: at its end while they are there, otherwise where they read, also when
 * older messages come in above. `first` and `last` name what stands at its two ends.
 */
export function useEnd(first: string, last: string, own: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const atEndNow = useRef(true)
  const before = useRef({ first, last, height: 0 })
  const [atEnd, setAtEnd] = useState(true)
  const [news, setNews] = useState(0)

  const toEnd = () => {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }
  const scrolled = () => {
    const box = scroller.current
    if (!box) return
    atEndNow.current = box.scrollHeight - box.scrollTop - box.clientHeight < 48
    setAtEnd(atEndNow.current)
    if (atEndNow.current) setNews(0)
  }

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const was = before.current
    if (was.first !== first && was.height !== 0 && !atEndNow.current) box.scrollTop += box.scrollHeight - was.height
    if (was.last !== last) {
      // What the agent sent is to be seen by the agent.
      if (atEndNow.current || own) toEnd()
      else setNews(count => count + 1)
    }
    before.current = { first, last, height: box.scrollHeight }
  }, [first, last, own])

  useEffect(() => {
    // Whatever grows (a picture, the composer, a form's state): who is at the end stays there.
    const observer = new ResizeObserver(() => {
      if (atEndNow.current) toEnd()
      if (scroller.current) before.current.height = scroller.current.scrollHeight
    })
    if (scroller.current) observer.observe(scroller.current)
    if (content.current) observer.observe(content.current)
    toEnd()
    return () => observer.disconnect()
  }, [])

  return { scroller, content, atEnd, news, toEnd, scrolled }
}
