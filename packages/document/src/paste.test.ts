// What pasted HTML becomes, through ProseMirror's own parser, and that what we render is read back as it was.

import * as fc from 'fast-check'
import { DOMParser, DOMSerializer, Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'

import { toHTML } from './html.ts'
import { schema } from './schema.ts'
import { plainDocument } from './testing/arbitrary-document.ts'
import { parseHTML, tinyDocument } from './testing/tiny-dom.ts'
import type { TinyNode } from './testing/tiny-dom.ts'

const parser = DOMParser.fromSchema(schema)

// One line a block: quote sign, kind, indent, text with marks in brackets.
function paste(html: string): string[] {
  return outline(parser.parse(parseHTML(html)))
}

function outline(doc: Node): string[] {
  const lines: string[] = []
  doc.forEach((block) => {
    const { kind, level, indent, checked, quote, language, id } = block.attrs
    const name = block.type.name === 'textblock' ? (kind === 'heading' ? `h${level}` : kind) : block.type.name
    let text = ''
    block.forEach((child) => {
      const marks = child.marks.map((mark) => mark.attrs['href'] ?? mark.type.name).join('+')
      const words = child.isText
        ? child.text!
        : child.type.name === 'hard_break'
          ? '⏎'
          : `<${child.type.name}>`
      text += marks === '' ? words : `[${marks}:${words}]`
    })
    lines.push(
      `${quote ? '>' : ''}${name}${indent ? `@${indent}` : ''}${checked ? '!' : ''}${language ? `(${language})` : ''}${id ? `#${id}` : ''} ${text}`.trimEnd(),
    )
  })
  return lines
}

function render(doc: Node): TinyNode {
  const target = tinyDocument.createElement('div')
  DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: tinyDocument as never }, target)
  return target
}

function rendered(attrs: Record<string, unknown>, marks: { type: string; attrs?: object }[] = []): string {
  const content = [{ type: 'textblock', attrs, content: [{ type: 'text', text: 'x', marks }] }]
  return render(Node.fromJSON(schema, { type: 'doc', content })).innerHTML
}

function renderedLink(href: unknown): string {
  return rendered({}, [{ type: 'link', attrs: { href, title: {} } }])
}

describe('pasting blocks', () => {
  test.each<[string, string, string[]]>([
    ['paragraphs', '<p>a</p><p>b</p>', ['paragraph a', 'paragraph b']],
    ['headings', '<h1>a</h1><h3>b</h3><h6>c</h6>', ['h1 a', 'h3 b', 'h6 c']],
    ['loose text', 'a <b>b</b>', ['paragraph a [bold:b]']],
    ['divs', '<div>a</div><div><div>b</div></div><div></div>', ['paragraph a', 'paragraph b']],
    ['text before a block in a div', '<div>a<div>b</div></div>', ['paragraph a', 'paragraph b']],
    ['empty paragraphs', '<p>a</p><p></p><p>b</p>', ['paragraph a', 'paragraph', 'paragraph b']],
    ['a rule', '<p>a</p><hr><p>b</p>', ['paragraph a', 'divider', 'paragraph b']],
    ['a quote of paragraphs', '<blockquote><p>a</p><p>b</p></blockquote>', ['>paragraph a', '>paragraph b']],
    ['a quote of text', '<blockquote>a</blockquote><p>b</p>', ['>paragraph a', 'paragraph b']],
    ['a quote in a quote', '<blockquote><blockquote>a</blockquote></blockquote>', ['>paragraph a']],
    [
      'a quoted heading and list',
      '<blockquote><h2>a</h2><ul><li>b</li></ul></blockquote>',
      ['>h2 a', '>bullet b'],
    ],
  ])('%s', (_name, html, expected) => {
    expect(paste(html)).toEqual(expected)
  })
})

describe('pasting lists', () => {
  test.each<[string, string, string[]]>([
    ['items', '<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>', ['bullet a', 'bullet b', 'ordered c']],
    ['items of paragraphs', '<ul><li><p>a</p></li><li><p>b</p></li></ul>', ['bullet a', 'bullet b']],
    ['items of divs', '<ol><li><div>a</div></li></ol>', ['ordered a']],
    ['items of blocks in inline elements', '<ul><li><span><div>a</div></span></li></ul>', ['bullet a']],
    [
      'white space between tags',
      '<ul>\n  <li>\n    a\n  </li>\n  <li>\n    <p>b</p>\n  </li>\n</ul>',
      ['bullet a', 'bullet b'],
    ],
    [
      'a list in an item',
      '<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>',
      ['bullet a', 'ordered@1 b', 'bullet c'],
    ],
    [
      'a list after an item of a paragraph',
      '<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>',
      ['bullet a', 'bullet@1 b'],
    ],
    ['a list directly in a list', '<ul><li>a</li><ul><li>b</li></ul></ul>', ['bullet a', 'bullet@1 b']],
    ['a list in an item without text', '<ul><li><ul><li>a</li></ul></li></ul>', ['bullet@1 a']],
    [
      'text after a nested list',
      '<ul><li>a<ul><li>b</li></ul>c</li></ul>',
      ['bullet a', 'bullet@1 b', 'paragraph c'],
    ],
    [
      'two paragraphs in an item',
      '<ol><li><p>a</p><p>b</p></li><li>c</li></ol>',
      ['ordered a', 'paragraph@1 b', 'ordered c'],
    ],
    ['ids that other pages use for themselves', '<ul><li data-id="x">a</li></ul>', ['bullet a']],
    ['an empty item', '<ul><li></li><li>a</li></ul>', ['bullet', 'bullet a']],
    ['a heading in an item', '<ul><li><h2>a</h2></li></ul>', ['h2 a']],
    ['code in an item', '<ul><li>a<pre>b</pre></li></ul>', ['bullet a', 'code_block b']],
    ['a quote in an item', '<ul><li><blockquote>a</blockquote></li></ul>', ['>bullet a']],
    ['depth beyond the limit', `${'<ul><li>'.repeat(12)}a${'</li></ul>'.repeat(12)}`, ['bullet@8 a']],
    [
      'tasks as GitHub writes them',
      '<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" checked disabled> a</li><li><p><input type="checkbox"> b</p></li></ul>',
      ['task! a', 'task b'],
    ],
    [
      'a task in an item that is none',
      '<ul><li>a<ul><li><input type="checkbox">b</li></ul></li></ul>',
      ['bullet a', 'task@1 b'],
    ],
    [
      'tasks as Google Docs writes them',
      '<ul><li role="checkbox" aria-checked="true"><p>a</p></li></ul>',
      ['task! a'],
    ],
    [
      'tasks as Tiptap writes them',
      '<ul data-type="taskList"><li data-checked="true"><label><input type="checkbox" checked="checked"><span></span></label><div><p>a</p></div></li></ul>',
      ['task! a'],
    ],
  ])('%s', (_name, html, expected) => {
    expect(paste(html)).toEqual(expected)
  })
})

describe('pasting code', () => {
  test.each<[string, string, string[]]>([
    ['text with its white space', '<pre>a\n  b &lt; c\n</pre>', ['code_block a\n  b < c']],
    [
      'language of the code element',
      '<pre><code class="hljs language-TypeScript">a</code></pre>',
      ['code_block(typescript) a'],
    ],
    ['language of the pre element', '<pre class="lang-c++">a</pre>', ['code_block(c++) a']],
    ['a language that is none', '<pre class="language-&quot;&gt;">a</pre>', ['code_block a']],
    [
      'highlighting is left out',
      '<pre><code><b>if</b> <span style="font-weight: bold">x</span></code></pre>',
      ['code_block if x'],
    ],
    ['line breaks and lines', '<pre>a<br>b<div>c</div><div>d</div></pre>', ['code_block a\nb\nc\nd']],
    ['code in a paragraph', '<p><code>a</code></p>', ['paragraph [code:a]']],
    ['no code', '<pre></pre>', ['code_block']],
  ])('%s', (_name, html, expected) => {
    expect(paste(html).map((line) => line.trimEnd())).toEqual(expected)
  })
})

describe('pasting text', () => {
  test.each<[string, string, string[]]>([
    [
      'marks',
      '<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><s>f</s><del>g</del><strike>h</strike>',
      ['paragraph [bold:ab][italic:cd][underline:e][strike:fgh]'],
    ],
    [
      'styles',
      '<span style="font-weight: 700">a</span><span style="font-style: italic">b</span><span style="text-decoration: underline line-through">c</span>',
      ['paragraph [bold:a][italic:b][underline+strike:c]'],
    ],
    [
      'text that only looks bold',
      '<b style="font-weight:normal" id="docs-internal-guid-1"><p>a</p><p><b>b</b></p></b>',
      ['paragraph a', 'paragraph [bold:b]'],
    ],
    ['plain text inside bold', '<b>a<span style="font-weight: 400">b</span></b>', ['paragraph [bold:a]b']],
    ['links', '<a href="https://example.com"><b>a</b></a>', ['paragraph [https://example.com+bold:a]']],
    ['links that are not safe', '<a href="javascript:alert(1)">a</a><a>b</a>', ['paragraph ab']],
    ['line breaks', '<p>a<br>b</p>', ['paragraph a⏎b']],
    [
      'padding breaks',
      '<div>a<br></div><div><br></div><p><b><br></b></p>',
      ['paragraph a', 'paragraph', 'paragraph'],
    ],
    ['breaks between blocks', '<p>a</p><br><p>b</p>', ['paragraph a', 'paragraph', 'paragraph b']],
    ['images', '<p>a<img src="x">b</p>', ['paragraph a<image>b']],
    ['images without a safe address', '<p>a<img src="javascript:1">b</p>', ['paragraph ab']],
  ])('%s', (_name, html, expected) => {
    expect(paste(html)).toEqual(expected)
  })
})

describe('what Stet writes, Stet reads', () => {
  test('rendered blocks come back as they were, unseen breaks and ids included', () => {
    fc.assert(
      fc.property(plainDocument, fc.boolean(), (json, more) => {
        const blocks = json.content.map((block, index) => {
          const extra = more && block.type === 'textblock' ? [{ type: 'hard_break' }] : []
          return {
            ...block,
            attrs: { ...block.attrs, id: more ? `id-${index}` : null },
            content: [...(block.content ?? []), ...extra],
          }
        })
        const doc = Node.fromJSON(schema, { type: 'doc', content: blocks })
        const back = parser.parse(render(doc))
        expect(back.toJSON()).toEqual(doc.toJSON())
      }),
    )
  })

  test('exported HTML comes back as it was', () => {
    fc.assert(
      fc.property(plainDocument, (json) => {
        const doc = Node.fromJSON(schema, json)
        expect(parser.parse(parseHTML(toHTML(doc))).toJSON()).toEqual(doc.toJSON())
      }),
    )
  })
})

describe('rendering', () => {
  test.each([
    [{}, '<p class="stet-block stet-paragraph" data-kind="paragraph">x</p>'],
    [
      { kind: 'heading', level: 2 },
      '<h2 class="stet-block stet-heading" data-kind="heading" data-level="2">x</h2>',
    ],
    [
      { kind: 'bullet', indent: 2 },
      '<ul class="stet-block stet-bullet stet-list" data-kind="bullet" data-indent="2"><li>x</li></ul>',
    ],
    [
      { kind: 'ordered', quote: true, id: 'abc' },
      '<ol class="stet-block stet-ordered stet-list stet-quote" data-kind="ordered" data-quote="true" data-id="abc"><li><blockquote>x</blockquote></li></ol>',
    ],
    [
      { quote: true },
      '<blockquote class="stet-block stet-paragraph stet-quote" data-kind="paragraph" data-quote="true"><p>x</p></blockquote>',
    ],
    [
      { kind: 'task', checked: true },
      '<ul class="stet-block stet-task stet-list" data-kind="task" data-checked="true"><li>' +
        '<label class="stet-task-box" contenteditable="false"><input type="checkbox" aria-label="Done" checked="checked"></label>' +
        '<div class="stet-task-text">x</div></li></ul>',
    ],
  ])('%j', (attrs, html) => {
    expect(rendered(attrs)).toBe(html)
  })

  test('attributes of any value render as a block that can be shown', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('kind', 'level', 'indent', 'checked', 'quote', 'id'), fc.anything()),
        (attrs) => {
          const node = schema.nodes.textblock.create(attrs)
          const html = render(schema.nodes.doc.create(null, [node])).innerHTML
          expect(html).toMatch(/^<(?:p|h[1-6]|ul|ol|blockquote) class="stet-block /)
          expect(() => parseHTML(html)).not.toThrow()
        },
      ),
    )
  })

  test('out-of-range numbers are shown at the nearest end, unknown kinds as paragraphs', () => {
    expect(rendered({ kind: 'heading', level: 99, indent: -4 })).toContain('<h6')
    expect(rendered({ kind: 'bullet', indent: 99 })).toContain('data-indent="8"')
    expect(rendered({ kind: 'poem' })).toContain('data-kind="paragraph"')
  })

  test('a link to an unsafe address is text that leads nowhere', () => {
    expect(renderedLink('javascript:alert(1)')).toContain('<a rel="noopener noreferrer nofollow">x</a>')
    expect(renderedLink({ evil: ['script'] })).toContain('<a rel="noopener noreferrer nofollow">x</a>')
    expect(renderedLink(' https://example.com\n')).toContain(
      '<a href="https://example.com" rel="noopener noreferrer nofollow">',
    )
  })
})
