// How much one update may hold, by where it comes from. An update that breaks one of these is refused whole, before
// anything is stored or relayed.

export interface ScanLimits {
  /** Size of the update. */
  readonly maxBytes: number
  /** Clients whose structs it carries; every block costs a map entry and a sort step in every receiver. */
  readonly maxClientBlocks: number
  /** Structs in all blocks together; each becomes an object in every receiver. */
  readonly maxStructs: number
  /** Clients in the delete set. */
  readonly maxDeleteClients: number
  /** Ranges in the delete set, all clients together. */
  readonly maxDeleteRanges: number
  /** Different root types named. Rooms add their own bound for the whole document. */
  readonly maxRoots: number
  /** Root names that are allowed; null: any. */
  readonly rootNames: ReadonlySet<string> | null
  /** UTF-8 bytes of a root name or an element's name. */
  readonly maxNameBytes: number
  /** UTF-8 bytes of a map key, an attribute or a mark. */
  readonly maxKeyBytes: number
  /** UTF-8 bytes of one JSON value. */
  readonly maxJsonBytes: number
  /** How deep arrays and objects lie inside each other in one value. */
  readonly maxValueDepth: number
  /** How deep shared types lie inside each other, those that the document holds counted. Up to 127 can be told apart. */
  readonly maxTypeDepth: number
  /** Shared types that are allowed, by yjs's number: 0 array, 1 map, 2 text, 3 XML element, 4 fragment, 6 XML text. */
  readonly typeRefs: ReadonlySet<number>
  /**
   * What a place is that says "here structs are missing". A client writes it into its sync step 2 while it waits for
   * something itself: a gap, and no fault of it. In anything else nobody honest writes one.
   */
  readonly skips: 'refused' | 'gap'
  /**
   * How blocks follow each other. Everybody writes them in descending order of their clients, and `Y.mergeUpdates` counts
   * on it: of blocks in another order it makes an update with two blocks of one client, of which yjs reads one.
   */
  readonly blockOrder: 'descending' | 'any'
}

/** Live edits: what one transaction of an editor makes, with room for a large paste. */
export const defaultScanLimits: ScanLimits = {
  maxBytes: 256 * 1024,
  maxClientBlocks: 64,
  maxStructs: 20_000,
  maxDeleteClients: 10_000,
  maxDeleteRanges: 50_000,
  maxRoots: 32,
  rootNames: null,
  maxNameBytes: 128,
  // Some applications key maps by URL.
  maxKeyBytes: 2048,
  maxJsonBytes: 64 * 1024,
  maxValueDepth: 32,
  maxTypeDepth: 100,
  // 5 is YXmlHook, abandoned by yjs itself: it runs a function that is looked up by a name from the document.
  typeRefs: new Set([0, 1, 2, 3, 4, 6]),
  skips: 'refused',
  blockOrder: 'descending',
}

/** Sync step 2: all that a returning client holds, and the delete set of the whole document. */
export const syncScanLimits: ScanLimits = {
  ...defaultScanLimits,
  maxBytes: 8 * 1024 * 1024,
  // Documents with 10,000 historical client IDs are real.
  maxClientBlocks: 100_000,
  maxStructs: 1_000_000,
  maxDeleteClients: 100_000,
  maxDeleteRanges: 1_000_000,
  skips: 'gap',
}

/** Rows and snapshots from our own storage, merged from updates that were let in: only sizes differ. */
export const storedScanLimits: ScanLimits = {
  ...syncScanLimits,
  // Four times the largest document: a limit that refuses to load a document protects nobody.
  maxBytes: 256 * 1024 * 1024,
  maxClientBlocks: 1_000_000,
  maxStructs: 50_000_000,
  maxDeleteClients: 1_000_000,
  maxDeleteRanges: 50_000_000,
  maxRoots: 1024,
  skips: 'refused',
  // What was let in before these were rules has to load all the same.
  maxTypeDepth: Infinity,
  blockOrder: 'any',
}
