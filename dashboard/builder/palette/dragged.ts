/** What is dragged from the palette to the canvas. */
export const DRAGGED = 'application/x-pavior-component'
