import { useRef, useState } from 'preact/hooks'
import { QueryBuilder, type RuleGroupProps, type RuleGroupType } from 'react-querybuilder'
import { GroupEditor } from './group.tsx'
import { fromGroup, toGroup } from './mapping.ts'
import { RuleEditor } from './rule.tsx'
import type { TreeProps } from './surroundings.ts'

/** The conditions of a filter as react-querybuilder keeps them while they are edited. */
export function Tree({ value, onChange, title }: TreeProps) {
  const [, redraw] = useState(0)
  const text = wordsOf(value)
  // What was edited here keeps its rules, and with them the focus; what comes from elsewhere is read anew.
  const drawn = useRef<{ text: string; group: RuleGroupType }>(undefined)
  if (drawn.current?.text !== text) drawn.current = { text, group: toGroup(value) }
  const latest = useRef({ title, onChange })
  latest.current = { title, onChange }
  const [Root] = useState(() => (props: RuleGroupProps) => <GroupEditor {...props} word={latest.current.title} />)
  const [controls] = useState({ ruleGroup: Root, rule: RuleEditor })
  return (
    <QueryBuilder
      query={drawn.current.group}
      onQueryChange={(group: RuleGroupType) => {
        const filter = fromGroup(group)
        const next = wordsOf(filter)
        const isSame = next === drawn.current?.text
        drawn.current = { text: next, group }
        if (isSame) redraw(count => count + 1)
        else latest.current.onChange(filter)
      }}
      controlElements={controls}
      enableMountQueryChange={false}
      resetOnFieldChange={false}
      suppressStandardClassnames
    />
  )
}

/** The same for the same filter, however its JSON is ordered: a server may order it anew. */
const wordsOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ) ?? ''
