import { expect, test } from 'vitest'
import { withoutPoliced } from './pasted-styles.ts'

test('styles and handlers are renamed where they are attributes, and nowhere else', () => {
  expect(withoutPoliced('<b style="a">x</b><i\nSTYLE=b onClick = "c">style=on</i>')).toBe(
    '<b data-stet-style="a">x</b><i\ndata-stet-style=b data-stet-onclick = "c">style=on</i>',
  )
  expect(withoutPoliced('<style>p{}</style><styled>')).toBe('<template>p{}</template><styled>')
  expect(withoutPoliced('a < b style="c" <p class="style">d</p>')).toBe(
    'a < b style="c" <p class="style">d</p>',
  )
  expect(withoutPoliced('<svg/onload=x><b title="t"onclick=y>')).toBe(
    '<svg/data-stet-onload=x><b title="t"data-stet-onclick=y>',
  )
  const addresses = `<a href="/style=1" title=' onx=2' rel=/on=3>`
  expect(withoutPoliced(addresses)).toBe(addresses)
})
