import { client } from '../live/client.ts'

/** Into the dashboard, with nothing kept of who was here before. `back` must be an address of ours. */
export function enter(navigate: (to: string, options: { replace: boolean }) => void, back: string | null): void {
  client.clear()
  navigate(back !== null && isOurs(back) ? back : '/inbox/mine', { replace: true })
}

const isOurs = (path: string) => /^\/(?![/\\]|sign-in)/.test(path)
