/** Why Pavior does not start, as one sentence for the operator. Printed without a stack. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}
