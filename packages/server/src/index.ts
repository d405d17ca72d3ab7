// create-server
export { createServer } from './create-server.ts'
export type { CreateServerOptions, StetServer, UploadsOptions } from './create-server.ts'
// embed-page
export { isFrameAncestor } from './http/embed-page.ts'
// access
export { createJwtAccess } from './access/jwt.ts'
export type { JwtAccessOptions } from './access/jwt.ts'
export { createWebhookAccess } from './access/webhook.ts'
export type { WebhookAccessOptions } from './access/webhook.ts'
export { isLoopbackHost } from './access/access-control.ts'
export { requireStrongSecret } from './access/secret.ts'
export type { AccessRequest, Allowed, Authorize, Decision, Denied } from './access/types.ts'
// compaction
export { defaultCompactionSettings } from './compaction/settings.ts'
export type { CompactionSettings } from './compaction/settings.ts'
// mint-token
export { mintToken } from './access/mint-token.ts'
export type { MintTokenOptions } from './access/mint-token.ts'
// metrics
export type { CompactionReport } from './metrics/metrics.ts'
export type { MetricsAccess } from './http/metrics-route.ts'
// self-test
export { findYjsCopies, testLoopback } from './self-test.ts'
export type { SelfTestReport } from './self-test.ts'
// load-check
export { loadLimits, runLoad, whyNotThisLoad } from './load-check.ts'
export type { LoadNumbers, LoadOptions, LoadReport } from './load-check.ts'
export type { LatencySummary } from './latencies.ts'
// tls
export { readCertificate } from './tls/certificate.ts'
export type { CertificateFiles } from './tls/certificate.ts'
// limits
export { defaultServerLimits } from './limits.ts'
export type { ServerLimits } from './limits.ts'
// logger
export { silentLogger } from './logger.ts'
export type { Logger, LogFields } from './logger.ts'
// logging
export { createJsonLogger } from './logging/json-logger.ts'
export type { JsonLoggerOptions, LogLevel } from './logging/json-logger.ts'
export { formatLogLine } from './logging/format-log-line.ts'
// storage
export { createMemoryStorage } from './storage/memory.ts'
export { openSqliteStorage } from './storage/sqlite.ts'
export type { SqliteStorage, SqliteStorageOptions } from './storage/sqlite.ts'
export { StorageError } from './storage/storage-error.ts'
export type { StorageErrorCode } from './storage/storage-error.ts'
export type {
  CompactableOptions,
  CompactionCandidate,
  CompactionInput,
  DocumentRecord,
  ListOptions,
  ListPosition,
  SnapshotReplacement,
  Storage,
  TrimOptions,
} from './storage/types.ts'
// export
export { encodeDocument, exportFormats, isExportFormat } from './export/encode-document.ts'
export type { ExportFormat } from './export/encode-document.ts'
export { decodeImport, ImportError, importFormats } from './export/decode-import.ts'
export type { ImportFormat } from './export/decode-import.ts'
// http
export type { DocumentSummary } from './http/documents-api.ts'
export type { Person } from './http/people.ts'
