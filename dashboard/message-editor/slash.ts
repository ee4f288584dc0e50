/** What `/` offers: blocks and variables, found by their name or by what else one may call them. Pure. */

export type Offer = {
  id: 'heading' | 'list' | 'numbers' | 'divider' | 'image' | 'button' | 'form' | `variable:${string}`
  name: string
  says: string
  /** Other words for it. */
  also: string
}

const blocks: Offer[] = [
  { id: 'heading', name: 'Heading', says: 'A line that stands out', also: 'title' },
  { id: 'list', name: 'List', says: 'Lines with bullets', also: 'bullets points' },
  { id: 'numbers', name: 'Numbered list', says: 'Lines in their order', also: 'ordered steps' },
  { id: 'image', name: 'Image', says: 'A picture from your computer', also: 'picture photo gif upload' },
  { id: 'button', name: 'Button', says: 'Opens a link, or answers for the person', also: 'link reply answer' },
  { id: 'form', name: 'Form', says: 'Asks for email, name, anything', also: 'field question input' },
  { id: 'divider', name: 'Divider', says: 'A line between parts', also: 'rule line hr' },
]

const variables: Offer[] = [
  { id: 'variable:name', name: 'Name', says: 'Variable', also: 'variable person' },
  { id: 'variable:email', name: 'Email', says: 'Variable', also: 'variable address' },
  { id: 'variable:company', name: 'Company', says: 'Variable', also: 'variable' },
]

/** @param isEmail an email holds no form */
export function offersFor(query: string, isEmail: boolean): Offer[] {
  const words = query.toLowerCase()
  return [...blocks, ...variables].filter(
    ({ id, name, also }) =>
      !(isEmail && id === 'form') &&
      `${name} ${also}`
        .toLowerCase()
        .split(' ')
        .some(word => word.startsWith(words)),
  )
}

/** What was typed behind a `/` at the end of `before`, the text before the cursor; none where no `/` calls. */
export function queryIn(before: string): string | undefined {
  return /(?:^|\s)\/([\p{L}\p{N}]{0,20})$/u.exec(before)?.[1]
}
