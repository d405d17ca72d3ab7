// Where the program of a thread lies: the source here, JavaScript in the published package.

export function threadFile(source: URL): URL {
  return import.meta.url.endsWith('.ts') ? source : new URL(source.href.replace(/\.ts$/u, '.js'))
}
