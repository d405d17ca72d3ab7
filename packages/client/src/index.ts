// connect-document
export { connectDocument } from './connect-document.ts'
// document-connection
export type {
  ChatMessage,
  ConnectionEvents,
  DocumentConnection,
  ServerAddress,
} from './document-connection.ts'
// options
export type { ConnectOptions } from './options.ts'
// connection-error
export { ConnectionError, type ConnectionErrorCode } from './connection-error.ts'
// save-state
export type { StatusError } from './save-state.ts'
// save-status
export type { Status, StatusState } from './save-status.ts'
// presence
export type { User } from './presence.ts'
// offline-store
export {
  createIndexedDbStore,
  OfflineStoreError,
  type OfflineStore,
  type OfflineStoreErrorCode,
} from './offline-store.ts'
