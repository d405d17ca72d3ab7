// Whether a node's or a mark's attributes are what its own specification asks for (`validate`). ProseMirror checks that
// only when it reads JSON; content of a shared document can hold anything, and a `toDOM` may rely on it.

import type { AttributeSpec, Mark, MarkType, Node, NodeType } from 'prosemirror-model'

export function hasValidAttributes({ type, attrs }: Node | Mark): boolean {
  return rulesOf(type).every(([name, rule]) => isValid(attrs[name], rule))
}

type Rule = NonNullable<AttributeSpec['validate']>

const rulesByType = new WeakMap<NodeType | MarkType, readonly (readonly [string, Rule])[]>()

function rulesOf(type: NodeType | MarkType): readonly (readonly [string, Rule])[] {
  let rules = rulesByType.get(type)
  if (rules === undefined) {
    rules = Object.entries(type.spec.attrs ?? {}).flatMap(([name, { validate }]) =>
      validate === undefined ? [] : [[name, validate] as const],
    )
    rulesByType.set(type, rules)
  }
  return rules
}

function isValid(value: unknown, rule: Rule): boolean {
  if (typeof rule === 'string') return rule.split('|').includes(value === null ? 'null' : typeof value)
  try {
    rule(value)
    return true
  } catch {
    return false
  }
}
