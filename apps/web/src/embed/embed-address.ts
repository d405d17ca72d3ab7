// What the address of the frame says: /embed/handbook?name=Ada&readonly. Nothing in it is a secret; a token comes by message.

export interface EmbedAddress {
  readonly document: string
  /** Nothing is opened before the page around the frame says `stet:open`. */
  readonly waits: boolean
  readonly readonly: boolean
  readonly toolbar: boolean
  readonly name: string | undefined
  readonly locale: string | undefined
  readonly theme: 'light' | 'dark' | undefined
}

export function readEmbedAddress({ pathname, search }: Pick<URL, 'pathname' | 'search'>): EmbedAddress {
  const query = new URLSearchParams(search)
  const isOn = (name: string): boolean => query.has(name) && query.get(name) !== 'false'
  const theme = query.get('theme')
  return {
    document: decodeURIComponent(pathname.slice('/embed/'.length)),
    waits: isOn('wait'),
    readonly: isOn('readonly'),
    toolbar: query.get('toolbar') !== 'false',
    name: query.get('name') ?? undefined,
    locale: query.get('locale') ?? undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  }
}
