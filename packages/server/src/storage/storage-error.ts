// What can go wrong with storage, as a code for programs and a sentence for the operator who reads it.

export type StorageErrorCode =
  | 'open-failed' // the data file cannot be used: the message names the path and what to do
  | 'in-use' // another server holds the data file
  | 'full' // no space left
  | 'damaged' // stored rows are not what was stored
  | 'unavailable' // the storage thread is down and being restarted, or the disk fails
  | 'closed' // close() was called before

export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
