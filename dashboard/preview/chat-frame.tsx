import chatSheet from '@pavior/widget/app/chat.css?url'
import type { ComponentChildren } from 'preact'
import { createPortal } from 'preact/compat'
import { useEffect, useRef, useState } from 'preact/hooks'

type Props = {
  title: string
  scheme: 'light' | 'dark'
  language?: string
  /** Called with its document once it is there; what it gives is called when that is gone. */
  onPage?: (page: Document) => (() => void) | undefined
  children: ComponentChildren
}

/** The widget's own look, in a document of its own: its views are drawn in it from here, and run no script there. */
export function ChatFrame({ title, scheme, language = 'en', onPage, children }: Props) {
  const [page, setPage] = useState<Document>()
  useEffect(() => {
    if (!page) return
    page.documentElement.dataset.theme = scheme
    page.documentElement.lang = language
  }, [page, scheme, language])
  const told = useRef(onPage)
  told.current = onPage
  useEffect(() => (page ? told.current?.(page) : undefined), [page])
  return (
    <>
      <iframe
        class="chat-frame"
        title={title}
        srcdoc={PAGE}
        onLoad={event => setPage(event.currentTarget.contentDocument ?? undefined)}
      />
      {page ? createPortal(<div class="chat">{children}</div>, page.body) : null}
    </>
  )
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Chat</title><link rel="stylesheet" href="${chatSheet}"></head><body></body></html>`
