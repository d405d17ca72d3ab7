// How a connection is called in the log. It is kept as a number: a name for each that is open would be memory for ever.

export function nameOfConnection(id: number): string {
  return id.toString(36)
}
