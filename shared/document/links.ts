/** True for http, https and mailto links; anything else (javascript:, data:, relative, broken) is not a link here. */
export function isSafeLink(href: string): boolean {
  return /^(https?:\/\/[^\s/?#]|mailto:[^\s@]+@)/i.test(href) && URL_LIKE.test(href)
}

const URL_LIKE = /^[^\s<>"\\^`{|}\p{Cc}]+$/u

/** Whether a mail program or a chat would make a link of some of it, scheme or not: `http://a.example`, `a.example`. */
export const looksLikeLink = (text: string): boolean => LINK_LIKE.test(text.replace(/\p{Cf}/gu, ''))

const LINK_LIKE = /[a-z]:\/|www\.|\S@\S|[\p{L}\p{N}][.。．｡]\p{L}{2}/iu

export type Piece = { text: string; href?: string }

const LINK = /\bhttps?:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi

/** Text cut into what is plain and what can be clicked; punctuation behind a link is not part of it. */
export function withLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const found of text.matchAll(LINK)) {
    const shown = found[0].replace(/[.,;:!?)\]}'»”]+$/u, '')
    const href = /^https?:/i.test(shown) ? shown : /^www\./i.test(shown) ? `https://${shown}` : `mailto:${shown}`
    if (!isSafeLink(href)) continue
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) })
    pieces.push({ text: shown, href })
    end = found.index + shown.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}
