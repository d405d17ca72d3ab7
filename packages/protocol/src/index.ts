// document-name
export { isDocumentName, parseDocumentName, type DocumentName } from './document-name.ts'
// frames
export { decodeFrame, encodeFrame, keepaliveFrame, type Frame } from './frames.ts'
// awareness
export {
  decodeAwareness,
  defaultAwarenessLimits,
  encodeAwareness,
  type AwarenessEntry,
  type AwarenessLimits,
} from './awareness.ts'
// state-vector
export { decodeStateVector, encodeStateVector, maxClientId, type StateVector } from './state-vector.ts'
// scan-update
export { scanUpdate, UpdateScan } from './scan-update.ts'
export type { AcceptedUpdate, ClientRange, DeleteRange, KnownState, ScanResult } from './scan-result.ts'
export { levelZero, type TypeLevels } from './type-levels.ts'
export { defaultScanLimits, storedScanLimits, syncScanLimits, type ScanLimits } from './scan-limits.ts'
// known-updates
export { KnownUpdates } from './known-updates.ts'
// text-frames
export {
  decodeClientText,
  decodeServerText,
  encodeClientText,
  encodeServerText,
  maxChatLength,
  maxTokenLength,
  stetSubprotocol,
  tokenSubprotocolPrefix,
  type ClientText,
  type ServerText,
} from './text-frames.ts'
// schema-offer
export {
  isSchemaVersion,
  maxSchemaVersion,
  parseSchemaSubprotocol,
  schemaSubprotocol,
  schemaSubprotocolPrefix,
  type SchemaVersion,
} from './schema-offer.ts'
// role
export { isRole, type Role } from './role.ts'
// errors
export { errorTable, isErrorCode, ProtocolError, type ErrorCode, type ErrorRow } from './errors.ts'
// close-codes
export { closeCodes, closeCodeTable, mayReconnect, type CloseCode } from './close-codes.ts'
// version
export { protocolVersion } from './version.ts'
