/** On a button or choice: a click leaves the focus where it is, so that Space goes on playing. */
export const still = { onMouseDown: (event: MouseEvent) => event.preventDefault() }
