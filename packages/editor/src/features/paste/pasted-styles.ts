// Styles in pasted HTML. Word processors say "bold" with a style attribute, and under a strict content policy the browser
// drops style attributes from any HTML it parses, even in a document that is never shown: the words came in plain, and
// each was reported as a violation, like the event handlers beside them. So these are renamed before the HTML is parsed,
// and the styles are given back through the CSSOM, which no policy forbids. Style sheets become templates: unread.
import { DOMParser } from 'prosemirror-model'
import type { Schema } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { Feature } from '../feature.ts'

const keptStyle = 'data-stet-style'
const tag = /<[a-z][^<>]*>/gi
const sheet = /<(\/?)style(?=[\s/>])/gi
// A value, which is left alone, or a name: after a space, a slash (`<svg/onload=`) or the quote of the value before it.
const policed = /=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)|(?<=[\s/"'])(style|on[a-z]+)(?=\s*=)/gi

export function pastedStyles({ schema }: { readonly schema: Schema }): Feature {
  return {
    name: 'pasted-styles',
    plugins: [
      new Plugin({
        props: {
          transformPastedHTML: withoutPoliced,
          clipboardParser: new StyleRestoringParser(schema, DOMParser.fromSchema(schema).rules),
        },
      }),
    ],
  }
}

/** The HTML with `style` kept under another name, and event handlers and style sheets disarmed the same way. */
export function withoutPoliced(html: string): string {
  return html
    .replace(sheet, '<$1template')
    .replace(tag, (tag) =>
      tag.replace(policed, (whole, name?: string) =>
        name === undefined ? whole : `data-stet-${name.toLowerCase()}`,
      ),
    )
}

class StyleRestoringParser extends DOMParser {
  override parseSlice(
    ...[dom, options]: Parameters<DOMParser['parseSlice']>
  ): ReturnType<DOMParser['parseSlice']> {
    if (dom instanceof Element) {
      for (const element of dom.querySelectorAll<HTMLElement>(`[${keptStyle}]`)) {
        element.style.cssText = element.getAttribute(keptStyle) ?? ''
        // Programs underline every link; ours shows links by itself.
        if (element.closest('a')) element.style.textDecoration = ''
        // A browser says of a heading that it is bold, which every heading is.
        if (element.matches('h1, h2, h3, h4, h5, h6')) element.style.fontWeight = ''
      }
    }
    return super.parseSlice(dom, options)
  }
}
