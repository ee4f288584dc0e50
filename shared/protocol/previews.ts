import type { Person } from '../people/person.ts'

/** For previews of a message: somebody as whom it is looked at, with all that variables can say of them. */
export type PreviewPerson = Pick<
  Person,
  'id' | 'type' | 'externalId' | 'email' | 'name' | 'phone' | 'attributes' | 'sources'
>

/** What became of a message that an agent tried on themselves. */
export type TestAnswer =
  | { kind: 'message' }
  /** `sent` is false where nothing leaves the server. */
  | { kind: 'email'; to: string; subject: string; sent: boolean }
