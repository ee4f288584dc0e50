import { languageTag } from '@pavior/shared/people/language.ts'
import type { Context } from '@pavior/shared/people/person.ts'
import Bowser from 'bowser'

/** What a browser tells about itself: its User-Agent header, and the language and zone that the widget sends. */
export function contextOf(
  userAgent: string | undefined,
  told: { language?: string | undefined; timezone?: string | undefined } = {},
): Context {
  const { language, timezone } = told
  const shared: Context = {
    language: language === undefined ? undefined : languageTag(language),
    timezone: timezone !== undefined && isZone(timezone) ? timezone : undefined,
  }
  if (userAgent === undefined || userAgent === '') return shared
  const { browser, os, platform } = Bowser.parse(userAgent.slice(0, 1000))
  return { ...shared, browser: browser.name, os: os.name, device: platform.type }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
