// check-sqlite-file
export { checkSqliteFile } from './check-sqlite-file.ts'
export type { SqliteFileProblem, SqliteFileProgress, SqliteFileReport } from './check-sqlite-file.ts'
// backup-sqlite-file
export { backupSqliteFile, restoreSqliteFile } from './backup-sqlite-file.ts'
export type { BackupOptions, RestoreOptions, RestoreReport } from './backup-sqlite-file.ts'
