// A long document, written by a stock client before anyone opens it: typing it would take the test's whole time.
import { XmlElement, XmlText } from 'yjs'
import { joinDocument } from './given-document.ts'
import type { Site } from './site.ts'

/** The server refuses a message that is much longer than what people write. */
const blocksPerMessage = 200

/** Puts one paragraph for each text into the document at the address. */
export async function fillDocument(
  site: Pick<Site, 'server'>,
  address: string,
  texts: readonly string[],
): Promise<void> {
  const { doc, leaveWhenSent } = await joinDocument(site, address)
  const fragment = doc.getXmlFragment('prosemirror')
  for (let from = 0; from < texts.length; from += blocksPerMessage) {
    fragment.insert(from, texts.slice(from, from + blocksPerMessage).map(paragraph))
  }
  await leaveWhenSent()
}

function paragraph(text: string): XmlElement {
  const block = new XmlElement('textblock')
  block.insert(0, [new XmlText(text)])
  return block
}
