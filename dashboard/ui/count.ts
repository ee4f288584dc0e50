/** A number as it is read: 12,900. */
export const countOf = (count: number): string => count.toLocaleString('en')

/** "1 person", "12,900 people". */
export const peopleOf = (count: number): string => (count === 1 ? '1 person' : `${countOf(count)} people`)
