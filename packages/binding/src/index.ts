// adaptive-schema.ts
export { withUnknownContent } from './adaptive/adaptive-schema.ts'
// cursors/frames.ts
export type { Cancel, Frames } from './cursors/frames.ts'
// first-difference.ts
export type { Difference } from './first-difference.ts'
// idle.ts
export type { Idle } from './self-check/idle.ts'
// own-content.ts
export { completeOwn, isMadeHere } from './own-content.ts'
// safe-binding.ts
export { safeBinding } from './safe-binding.ts'
export type { SafeBinding, SafeBindingOptions } from './safe-binding.ts'
// self-check-peers.ts
export type { PeerDivergence } from './self-check/self-check-peers.ts'
// self-check-view.ts
export type { Divergence } from './self-check/self-check-view.ts'
// self-check.ts
export type { EditorDivergence } from './self-check/self-check.ts'
// sync-binding.ts
export type { BindingStage, ReportError } from './sync-binding.ts'
// sync.ts
export type { SyncState } from './sync.ts'
// undo.ts
export type { UndoState } from './undo.ts'
// unknown-content.ts
export { findUnknownContent, UnknownContentError } from './adaptive/unknown-content.ts'
export type { UnknownContent } from './adaptive/unknown-content.ts'
