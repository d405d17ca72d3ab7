// V8 decides how large it makes the objects of a class from the first few of them, and gives what is added to one later
// a second object beside it. Node adds to the state of a stream when it is first written to, and under load the first
// few are all there before: two such second objects for each connection, for ever. So one stream is written to before
// there is any connection.
import { Writable } from 'node:stream'

/** To be called before the first connection. Without it everything works, and a connection takes 64 bytes more. */
export function showStreamShape(): void {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(),
    writev: (_chunks, done) => done(),
  })
  stream.cork()
  stream.write('', () => {})
  stream.uncork()
  stream.destroy()
}
