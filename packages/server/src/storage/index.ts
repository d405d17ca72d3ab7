// check-sqlite-file
export { checkSqliteFile } from './check-sqlite-file.ts'
export type { SqliteFileProblem, SqliteFileProgress, SqliteFileReport } from './check-sqlite-file.ts'
// check-uploads
export { checkUploads, copyUploads } from '../uploads/check-uploads.ts'
export type { UploadsReport } from '../uploads/check-uploads.ts'
// backup-sqlite-file
export { backupSqliteFile, restoreSqliteFile } from './backup-sqlite-file.ts'
export type { BackupOptions, RestoreOptions, RestoreReport } from './backup-sqlite-file.ts'
