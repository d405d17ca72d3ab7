// HTML read as a page that is never shown: nothing in it runs, loads or is styled. Where a page demands Trusted Types, the
// text goes through a policy of that name, made when first needed; a `trusted-types` directive has to allow `stet`.
import { withoutPoliced } from './pasted-styles.ts'

interface Policy {
  createHTML(html: string): unknown
}
interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createHTML: (html: string) => string }): Policy
}

let policy: Policy | undefined

export function parseInert(html: string): Document {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory }
  policy ??= trustedTypes?.createPolicy('stet', { createHTML: (text) => text })
  const disarmed = withoutPoliced(html)
  // A TrustedHTML is handed on as it is; the DOM's types only know texts.
  return new DOMParser().parseFromString((policy?.createHTML(disarmed) ?? disarmed) as string, 'text/html')
}
