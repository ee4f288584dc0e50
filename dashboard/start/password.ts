/** Why a new password is not taken; nothing when it is. */
export function passwordProblem(password: string): string | undefined {
  const missing = 8 - password.length
  if (missing > 0)
    return password === ''
      ? 'Choose a password'
      : `${missing} more ${missing === 1 ? 'character' : 'characters'}: at least 8 are needed`
  if (password.length > 128) return 'At most 128 characters'
  return undefined
}
