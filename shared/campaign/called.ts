import { buttonOf } from '../document/document.ts'
import { plainText } from '../document/plain.ts'
import type { Component } from './campaign.ts'
import type { CompiledGraph } from './compile.ts'
import { typeNames } from './type-names.ts'

const LONGEST = 28

/** What to call a component among others: `Send message “Good choice for hills…”`. */
export function componentCalled({ type, settings }: Component): string {
  if (!('content' in settings)) return typeNames[type]
  const subject = 'subject' in settings ? settings.subject : ''
  const words = [...(subject || plainText(settings.content)).replace(/\s+/g, ' ').trim()]
  if (words.length === 0) return typeNames[type]
  return `${typeNames[type]} “${words.slice(0, LONGEST).join('')}${words.length > LONGEST ? '…' : ''}”`
}

/** The names of components and their buttons, by id; the newest version that has one names it. */
export function calledIn(graphs: readonly CompiledGraph[]): {
  component: (id: string) => string | undefined
  button: (id: string, component: string) => string | undefined
} {
  const all = new Map(graphs.flatMap(({ components }) => [...components]))
  return {
    component: id => {
      const component = all.get(id)
      return component && componentCalled(component)
    },
    button: (id, component) => {
      const settings = all.get(component)?.settings
      return settings && 'content' in settings ? buttonOf(settings.content, id)?.label : undefined
    },
  }
}
