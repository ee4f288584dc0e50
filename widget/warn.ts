/** One sentence for the site's developer. */
export const warn = (sentence: string): void => console.warn(`pavior: ${sentence}`)
