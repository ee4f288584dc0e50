/** The site's own id of the user a JWT speaks of. Only the server knows whether it is true; here it keeps users apart. */
export function subjectOf(identity: string | undefined): string | undefined {
  const payload = identity?.split('.')[1]
  if (!payload) return undefined
  try {
    const { sub } = Object(JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))))
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}
