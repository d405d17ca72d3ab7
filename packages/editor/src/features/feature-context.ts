// What the features of an editor are made with.
import type { ServerAddress } from '@stet/client'
import type { Schema } from 'prosemirror-model'
import type { Translator } from '../messages/translate.ts'
import type { MenuContext } from '../ui/menu-context.ts'
import type { Feature } from './feature.ts'
import type { FirstFeatures } from './first-features.ts'
import type { TabGuard } from './tab-guard.ts'
import type { Upload } from './upload/upload.ts'
import { isElsewhere, pictureAddress } from './upload/upload.ts'

export interface FeatureOptions {
  readonly first: FirstFeatures
  readonly translate: Translator
  readonly schema: Schema
  /** Something a person did could not be done; the message is for them. */
  readonly onError?: (error: Error) => void
  /** Where pictures from files go. Without it they cannot be inserted. */
  readonly upload?: Upload | ServerAddress | undefined
  /** The server that the document is on. */
  readonly server?: ServerAddress | undefined
  /** Default true. */
  readonly hasTypography?: boolean
}

export interface FeatureContext extends Pick<FeatureOptions, 'schema' | 'translate' | 'upload'> {
  readonly tabGuard: TabGuard
  readonly hasTypography: boolean
  /** Undefined in an editor without menus. */
  readonly menu: MenuContext | undefined
  readonly onError: (error: Error) => void
  /** The address that a picture is loaded from. */
  readonly addressOf: (src: string) => string
  /** The same; undefined for a picture that is not to be loaded, as it lies on a third site. */
  readonly loadedFrom: (src: string) => string | undefined
}

/** One of the features an editor may have; undefined when the editor is made without it. */
export type MakeFeature = (context: FeatureContext) => Feature | undefined

export function createFeatureContext(options: FeatureOptions, menu: MenuContext | undefined): FeatureContext {
  const { first, schema, translate, upload, server } = options
  const addressOf = (src: string): string => pictureAddress(src, server)
  // Who keeps pictures in a place of their own shows them from there.
  const isLoaded = (src: string): boolean =>
    server === undefined ||
    typeof upload === 'function' ||
    !isElsewhere(src, server, globalThis.document.baseURI)
  return {
    tabGuard: first.tabGuard,
    schema,
    translate,
    upload,
    menu,
    hasTypography: options.hasTypography !== false,
    onError: options.onError ?? (() => {}),
    addressOf,
    loadedFrom: (src) => (isLoaded(src) ? addressOf(src) : undefined),
  }
}
