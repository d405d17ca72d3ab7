// Whether the outline stands beside the text, where there is room for it: as this person left it.
import { browserStorage, createRemembered, shareBetweenTabs, type Remembered } from './remembered.ts'

const key = 'stet.outline'

export function createOutlineShownStore(): Remembered<boolean> {
  const store = createRemembered({
    key,
    decode: (text) => (text === 'shown' ? true : text === 'hidden' ? false : undefined),
    encode: (shown) => (shown ? 'shown' : 'hidden'),
    initial: () => true,
    storage: browserStorage(),
  })
  shareBetweenTabs(key, store)
  return store
}
